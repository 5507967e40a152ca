import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import { type ClassifierModel, fit, isMercerError, type KernelModel, kernelClassifier, kernelRidge, rbf } from "../../src/entries/index";
import { fromLibsvm, toLibsvm } from "../../src/entries/interchange";
import { expectError } from "../support/errors";
import { random } from "../support/generator";
import { mutatedBytes } from "../support/mutations";

interface Case {
  readonly name: string;
  readonly file: string;
  readonly Z: readonly (readonly number[])[];
  readonly values: readonly number[];
  readonly label: readonly number[];
  readonly first?: number;
  readonly platt?: readonly number[];
}

const fixture = JSON.parse(readFileSync(new URL("../fixtures/libsvm.json", import.meta.url), "utf8"));
const CASES = fixture.cases as readonly Case[];
const named = (cases: readonly Case[]): [string, Case][] => cases.map((each) => [each.name, each]);
const REGRESSIONS = CASES.filter(({ first }) => first === undefined);
const CLASSIFIERS = CASES.filter(({ first }) => first !== undefined);
const fileOf = (name: string): string => CASES.find((each) => each.name === name)?.file as string;
/** The vectors of a precomputed kernel name fewer points than there are. */
const options = ({ name, Z }: Case): { features?: number } => (name.includes("precomputed") ? { features: Z[0]?.length as number } : {});

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  const bound = 1e-12 * Math.max(...expected.map(Math.abs));
  expect(actual.length).toBe(expected.length);
  expect(expected.filter((value, i) => !(Math.abs(value - (actual[i] as number)) <= bound))).toEqual([]);
}

const X = [
  [1, 0, 0],
  [-0, 0.1, 0],
  [2, 3, 0],
  [-1, 1e-7, 0],
];

describe("fromLibsvm", () => {
  it.each(named(REGRESSIONS))("predicts as LIBSVM does: %s", (_, each) => {
    expectClose(mercer.predict(fromLibsvm(each.file, options(each)) as KernelModel<Float64Array>, each.Z), each.values);
  });

  it.each(named(CLASSIFIERS))("classifies as LIBSVM does: %s", (_, each) => {
    const model = fromLibsvm(each.file, options(each)) as ClassifierModel;
    const sign = model.classes[1] === each.first ? 1 : -1;
    expectClose(
      mercer.decision(model, each.Z) as Float64Array,
      each.values.map((value) => sign * value),
    );
    expect(mercer.classify(model, each.Z)).toEqual(each.label);
  });

  it("reads files with either label first", () => {
    const firsts = CLASSIFIERS.map((each) =>
      (fromLibsvm(each.file, options(each)) as ClassifierModel).classes.indexOf(each.first as number),
    );
    expect(new Set(firsts)).toEqual(new Set([0, 1]));
  });

  it.each(named(CASES.filter(({ platt }) => platt)))("has the sigmoid: %s", (_, each) => {
    const model = fromLibsvm(each.file) as ClassifierModel;
    const at = model.classes.indexOf(each.first as number);
    const { data } = mercer.probabilities(model, each.Z);
    expectClose(
      each.Z.map((_, i) => data[2 * i + at] as number),
      each.platt as readonly number[],
    );
  });

  it("tells what has no counterpart", () => {
    expect(fromLibsvm(fileOf("epsilon-SVR with noise")).report.warnings[0]).toMatch(/^probA 0\.\d+, LIBSVM's estimate/);
    expect(expectError("unsupported", () => fromLibsvm(fixture.refused["three classes"])).message).toMatch(/one-vs-one/);
    expectError("unsupported", () => fromLibsvm(fixture.refused["one class"]));
  });

  it.each([
    ["svm_type c_svc", "svm_type svc", "line 1"],
    ["kernel_type rbf", "kernel_type gauss", "line 2"],
    ["gamma 0.5", "gamma -0.5", "line 2"],
    ["gamma 0.5", "gamma 0.5 1", "line 3"],
    ["gamma 0.5", "gamma 0.5\ngamma 0.5", "line 4"],
    ["gamma 0.5", "width 0.5", "line 3"],
    ["nr_class 2", "nr_class 1", "line 4"],
    ["total_sv 27", "total_sv 2747483647", "line 5"],
    ["label 1 -1", "label 1 1", "line 7"],
    ["label 1 -1", "label 1 -1\nprobA 2", "line 8"],
    ["\nSV\n", "\n", "line 36"],
    [" 3:", " 3:x", "line 10"],
    [" 2:", " 3:", "line 10"],
    [" 1:", " 1000000000:1 1:", "line 10"],
    [" 3:", " 9999999:", "line 10"],
  ])("says where the fault is: %s as %s", (from, to, path) => {
    const file = fileOf("C-SVC");
    expect(file).toContain(from);
    expectError("format", () => fromLibsvm(file.replace(from, to)), { path });
  });

  it("takes sparse vectors for long points where it is told to", () => {
    const file = fileOf("C-SVC");
    expect((fromLibsvm(file, { features: 5 }) as ClassifierModel).points?.cols).toBe(5);
    expect((fromLibsvm(file.replace(" 3:", " 9999:"), { features: 9999 }) as ClassifierModel).points?.cols).toBe(9999);
    expectError("format", () => fromLibsvm(file, { features: 2 }));
    expectError("argument", () => fromLibsvm(file, { features: 0 }), { argument: "features" });
    expectError("argument", () => fromLibsvm(3 as never), { argument: "text" });
  });

  it("gives a model or an error on 2,000 files with bytes changed", () => {
    const source = random(17);
    const files = [...CASES.map(({ file }) => file), ...(Object.values(fixture.refused) as string[])];
    const seen = { read: 0, refused: 0 };
    for (let run = 0; run < 2000; run++) {
      const bytes = mutatedBytes(new TextEncoder().encode(files[run % files.length]), source);
      try {
        const model = fromLibsvm(new TextDecoder().decode(bytes)) as KernelModel;
        expect((model.points?.data.length ?? model.n) <= bytes.length).toBe(true);
        mercer.toJSON(model);
        seen.read++;
      } catch (error) {
        if (!isMercerError(error) || !["format", "unsupported"].includes(error.code)) throw error;
        if (error.code === "format") expect(error.path).toMatch(/^line \d+$|^\$\.model\./);
        seen.refused++;
      }
    }
    expect(seen.read).toBeGreaterThan(100);
    expect(seen.refused).toBeGreaterThan(500);
  });
});

describe("toLibsvm", () => {
  it.each(named(CASES))("writes what it reads again: %s", (_, each) => {
    const model = fromLibsvm(each.file, options(each));
    const text = toLibsvm(model);
    const again = fromLibsvm(text, options(each));
    expect(toLibsvm(again)).toBe(text);
    const values = (of: typeof model): Float64Array =>
      of.kind === "classifierModel" ? (mercer.decision(of, each.Z) as Float64Array) : (mercer.predict(of, each.Z) as Float64Array);
    expectClose(values(again), Array.from(values(model)));
  });

  it("writes every bit of a fit, and how many features there are", () => {
    const model = fit(kernelRidge({ kernel: mercer.scale(0.25, rbf({ sigma: 2 })), lambda: 0.1, intercept: true }), X, [1, 2, 3, 5]);
    const again = fromLibsvm(toLibsvm(model)) as KernelModel<Float64Array>;
    expect(again.coefficients).toEqual(model.coefficients.map((value) => value * 0.25));
    expect(again.intercept).toBe(model.intercept);
    expect(again.kernel).toEqual(rbf({ gamma: 0.25 }));
    expect(Array.from(again.points?.data ?? [])).toEqual(X.flat().map((value) => value + 0));
  });

  it("writes the units of y into coefficients and intercept", () => {
    const standardize = { X: "none", y: "deviation" } as const;
    const model = fit(kernelRidge({ kernel: rbf(), lambda: 0.1, intercept: true, standardize }), X, [100, 200, 300, 500]);
    expect(model.scaling?.y).toBeTruthy();
    expectClose(mercer.predict(fromLibsvm(toLibsvm(model)) as KernelModel<Float64Array>, X), Array.from(mercer.predict(model, X)));
  });

  it("writes the log-odds of the logistic loss as a sigmoid", () => {
    const model = fit(kernelClassifier({ kernel: rbf(), loss: "logistic" }), X, [1, 2, 2, 1]);
    const again = fromLibsvm(toLibsvm(model)) as ClassifierModel;
    expectClose(mercer.probabilities(again, X).data, Array.from(mercer.probabilities(model, X).data));
    expect(mercer.classify(again, X)).toEqual(mercer.classify(model, X));
  });

  it("refuses what LIBSVM cannot say", () => {
    const y = [1, 2, 3, 5];
    expectError("kernel", () => toLibsvm(fit(kernelRidge({ kernel: mercer.laplacian() }), X, y)), { kind: "laplacian" });
    expectError("kernel", () => toLibsvm(fit(kernelRidge({ kernel: rbf({ lengthScale: [1, 2, 3] }) }), X, y)), { kind: "rbf" });
    expectError("unsupported", () => toLibsvm(fit(kernelRidge({ kernel: rbf() }), X, X)));
    expectError("unsupported", () => toLibsvm(fit(kernelClassifier({ kernel: rbf() }), X, [1, 2, 3, 1])));
    expectError("unsupported", () => toLibsvm(fit(kernelClassifier({ kernel: rbf() }), X, ["a", "b", "a", "b"])));
    expectError("unsupported", () => toLibsvm(fit(mercer.leastSquares(), X, y)));
    const model = fit(kernelClassifier({ kernel: rbf() }), X, [1, 2, 2, 1]);
    const calibrator = mercer.fitCalibrator(mercer.decision(model, X), [1, 2, 2, 1], { method: "isotonic" });
    expectError("unsupported", () => toLibsvm({ ...model, calibrator }));
    expectError("unsupported", () => toLibsvm(fit(kernelRidge({ kernel: rbf(), standardize: true }), X.slice(1), y.slice(1))));
    expectError("argument", () => toLibsvm({} as never));
  });
});
