import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ClassifierModel, GaussianProcessModel, KernelModel } from "../../src/entries/index";
import * as mercer from "../../src/entries/index";
import { fromScikitLearn, type ScikitLearnFile } from "../../src/entries/interchange";
import { expectError } from "../support/errors";
import { random } from "../support/generator";
import { mutatedJson } from "../support/mutations";

interface Case {
  readonly name: string;
  readonly file: ScikitLearnFile;
  readonly Z: readonly (readonly number[])[];
  readonly predict: readonly unknown[];
  readonly decision_function?: readonly unknown[];
  readonly predict_proba?: readonly (readonly number[])[];
  readonly platt?: readonly (readonly number[])[];
  readonly std?: readonly number[];
  readonly white?: number;
  readonly log_marginal_likelihood?: number;
}

const fixture = JSON.parse(readFileSync(new URL("../fixtures/scikit-learn.json", import.meta.url), "utf8"));
const CASES = fixture.cases as readonly Case[];
const REFUSED = fixture.refused as readonly string[];

const numbers = (values: mercer.Targets): readonly number[] => Array.from(values instanceof Float64Array ? values : values.data);

/** Within 1e-12 of the largest. */
function expectClose(actual: mercer.Targets, expected: readonly unknown[]): void {
  const right = expected.flat() as readonly number[];
  const found = numbers(actual);
  expect(found.length).toBe(right.length);
  const bound = 1e-12 * Math.max(...right.map(Math.abs));
  const off = found.filter((value, i) => !(Math.abs(value - (right[i] as number)) <= bound));
  expect(off).toEqual([]);
}

const named = (cases: readonly Case[]): [string, Case][] => cases.map((each) => [each.name, each]);

describe("a fitted estimator", () => {
  it.each(named(CASES.filter((each) => !each.decision_function)))("%s predicts as scikit-learn does", (_, each) => {
    const predictions = mercer.predict(fromScikitLearn(each.file) as KernelModel, each.Z);
    expect(predictions instanceof Float64Array).toBe(!Array.isArray(each.predict[0]));
    expectClose(predictions, each.predict);
  });

  it.each(named(CASES.filter((each) => each.decision_function)))("%s classifies as scikit-learn does", (_, each) => {
    const model = fromScikitLearn(each.file) as ClassifierModel;
    expect(mercer.classify(model, each.Z)).toEqual(each.predict);
    expectClose(mercer.decision(model, each.Z), each.decision_function as readonly unknown[]);
  });

  it.each(named(CASES.filter((each) => each.platt)))("%s has the probabilities of its sigmoids", (_, each) => {
    const found = mercer.probabilities(fromScikitLearn(each.file) as ClassifierModel, each.Z);
    expectClose(found, each.platt as readonly unknown[]);
    if (found.cols > 2) return;
    // LIBSVM iterates for two classes, too, and stops where steps are below 0.005/2
    const iterated = (each.predict_proba as readonly (readonly number[])[]).flat();
    expect(Math.max(...iterated.map((p, i) => Math.abs(p - (found.data[i] as number))))).toBeLessThan(0.0025);
  });

  it.each(named(CASES.filter((each) => each.std)))("%s has the deviations of scikit-learn", (_, each) => {
    const process = fromScikitLearn(each.file) as GaussianProcessModel<Float64Array>;
    const noisy = (each.white as number) > 0;
    const { variance } = mercer.predictDistribution(process, each.Z, { noise: noisy });
    const spread = process.scaling?.y?.spread[0] ?? 1;
    // scikit-learn counts white noise, and not alpha
    const alpha = noisy ? (process.noise as number) * spread * spread : 0;
    const std = each.std as readonly (number | readonly number[])[];
    expectClose(
      variance.map((v) => Math.sqrt(v - alpha)),
      std.map((s) => (typeof s === "number" ? s : (s[0] as number))),
    );
  });

  it.each(named(CASES.filter((each) => each.log_marginal_likelihood !== undefined)))("%s has its likelihood, in raw units", (_, each) => {
    const process = fromScikitLearn(each.file) as GaussianProcessModel;
    const spread = process.scaling?.y?.spread[0] ?? 1;
    const raw = (each.log_marginal_likelihood as number) - process.n * Math.log(spread);
    expect(Math.abs(process.logMarginalLikelihood - raw)).toBeLessThan(1e-12 * Math.abs(raw));
  });

  it.each(named(CASES))("%s is a model that can be kept", (_, each) => {
    const model = fromScikitLearn(each.file);
    expect(mercer.fromJSON(JSON.parse(JSON.stringify(mercer.toJSON(model))))).toEqual(model);
    expect(model.report.reason).toMatch(/^fitted by scikit-learn 1/);
  });
});

describe("fromScikitLearn", () => {
  it("gives the kernel of parameters, as that of mercer does", () => {
    expect(fromScikitLearn({ kernel: "poly", degree: 2 })).toEqual(mercer.fromScikitLearn({ kernel: "poly", degree: 2 }));
    expectError("kernel", () => fromScikitLearn({ kernel: "cubic" }));
  });

  it("tells what is wrong, and where", () => {
    const ridge = CASES[0]?.file as ScikitLearnFile;
    const changed = (change: object): ScikitLearnFile => ({ ...ridge, estimator: { ...(ridge.estimator as object), ...change } });
    expectError("format", () => fromScikitLearn(changed({ class: "Lasso" })), { path: "$.estimator.class" });
    expectError("format", () => fromScikitLearn(changed({ kernel: { kernel: "rbf", gamma: -1 } })), { path: "$.estimator.kernel" });
    expectError("format", () => fromScikitLearn(changed({ kernel: { kernel: "cubic" } })), { path: "$.estimator.kernel" });
    expectError("format", () => fromScikitLearn(changed({ alpha: 1 })), { path: "$.estimator.alpha" });
    expectError("format", () => fromScikitLearn({ ...ridge, version: 2 as 1 }), { path: "$.version" });
    const process = CASES.find(({ name }) => name === "GaussianProcessRegressor of two targets")?.file as ScikitLearnFile;
    const scaler = { center: "AAAAAAAAAAAAAAAAAAAAAA==", spread: "AAAAAAAA8D8AAAAAAAAAQA==" };
    const several = { class: "TransformedTargetRegressor", scalers: [scaler], regressor_: process.estimator };
    expect(expectError("format", () => fromScikitLearn({ ...process, estimator: several })).message).toMatch(/share one variance/);
    const nested = Array.from({ length: 600 }).reduce(
      (kernel) => ({ kernel: "Sum", k1: kernel, k2: { kernel: "DotProduct", sigma_0: 1 } }),
      {
        kernel: "linear",
      },
    );
    expect(expectError("format", () => fromScikitLearn(changed({ kernel: nested }))).message).toMatch(/levels deep/);
  });
});

describe("a file of strangers", () => {
  const FILES = CASES.map(({ file }) => JSON.stringify(file));

  it("is a model, or an error of the format, in 2,000 changed ones", () => {
    const source = random(23);
    const seen = { read: 0, refused: 0 };
    for (let run = 0; run < 2000; run++) {
      const file = mutatedJson(FILES[run % FILES.length] as string, source);
      try {
        const model = fromScikitLearn(file as ScikitLearnFile);
        mercer.toJSON(model);
        seen.read++;
      } catch (error) {
        if (!mercer.isMercerError(error)) throw error;
        const isFile = ["format", "estimator"].some((name) => Object.hasOwn(Object(file), name));
        if (!isFile) continue;
        if (error.code !== "format") throw error;
        expect(error.path).toMatch(/^\$/);
        seen.refused++;
      }
    }
    expect(seen.read).toBeGreaterThan(50);
    expect(seen.refused).toBeGreaterThan(500);
  });

  it("touches no prototype", () => {
    const text = (FILES[0] as string).replace('"class":', '"__proto__":{"polluted":1},"class":');
    expectError("format", () => fromScikitLearn(JSON.parse(text)), { path: "$.estimator.__proto__" });
    for (const name of ["__proto__", "constructor", "toString"]) {
      expectError("format", () => fromScikitLearn(JSON.parse((FILES[0] as string).replace('"KernelRidge"', `"${name}"`))));
      expectError("format", () => fromScikitLearn(JSON.parse((FILES[0] as string).replace('"linear"', `"${name}"`))));
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe("mercer_export.py", () => {
  it("refuses what is no model of mercer, and says what to do", () => {
    const words = [
      /one-vs-one.*Fit OneVsRestClassifier/,
      /Lasso is none of/,
      /function has no JSON/,
      /use clip=False/,
      /not fitted/,
      /Matern with nu=1\.2/,
      /functions of yours/,
      /Pipeline of Nystroem, SVR/,
      /several targets, which share one variance/,
    ];
    expect(REFUSED).toHaveLength(words.length);
    words.forEach((word, at) => {
      expect(REFUSED[at]).toMatch(word);
    });
  });

  it("writes linear features for kernels of few landmarks", () => {
    const model = fromScikitLearn(CASES.find(({ name }) => name === "Pipeline of Nystroem")?.file as ScikitLearnFile) as KernelModel;
    expect(model.n).toBe(6);
  });
});
