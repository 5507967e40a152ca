import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  annotate,
  fit,
  fromBytes,
  fromJSON,
  gaussianProcess,
  type KernelModel,
  kernelClassifier,
  kernelRidge,
  linear,
  rbf,
  toBytes,
  toJSON,
} from "../../src/entries/index";
import * as serving from "../../src/entries/predict";
import { expectError } from "../support/errors";
import { ANNOTATED } from "../support/model-files";

const X = [
  [1, 2],
  [2, -0],
  [0.1, 3e300],
];
const y = [5e-324, -1, 1 / 3];
const model = fit(
  kernelRidge({ kernel: linear(), lambda: 1 }),
  [
    [1, 2],
    [2, 1],
    [3, 3],
  ],
  y,
);
const units = {
  X: [
    { name: "age", unit: "years" },
    { name: "height", unit: "m" },
  ],
  y: [{ name: "mass", unit: "kg" }],
};

/** The hash as its definition has it, by DataView and node:crypto. */
function hashOf(...numbers: number[]): string {
  const bytes = new DataView(new ArrayBuffer(8 * numbers.length));
  numbers.forEach((value, at) => {
    bytes.setFloat64(8 * at, value, true);
  });
  return createHash("sha256").update(bytes).digest("hex");
}

const digestOf = (labels: ArrayLike<string | number | boolean>) =>
  annotate(fit(kernelClassifier({ kernel: rbf(), lambda: 1 }), [1, 2, 3], labels), { data: { X: [1, 2, 3], y: labels } }).about.data;

describe("annotate", () => {
  it("adds what it is told, its version and a digest, and leaves the model as it was", () => {
    const about = annotate(model, { name: "growth", units, data: { X, y } });
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
    expect(about).toEqual({
      ...model,
      about: {
        name: "growth",
        mercer: version,
        units,
        data: { rows: 3, cols: 2, targets: 1, sha256: hashOf(...X.flat(), ...y) },
      },
    });
    expect("about" in model).toBe(false);
    expect(annotate(about, { name: "" }).about).toEqual({ name: "", mercer: version });
  });

  it("a digest of labels: numbers as they are, flags as 0 and 1, words by their places", () => {
    expect(digestOf([7, -2, 7])?.sha256).toBe(hashOf(1, 2, 3, 7, -2, 7));
    expect(digestOf([true, false, true])?.sha256).toBe(hashOf(1, 2, 3, 1, 0, 1));
    expect(digestOf(["ox", "ant", "cat"])?.sha256).toBe(hashOf(1, 2, 3, 2, 0, 1));
  });

  it("of several targets row by row, and of any form of the same numbers the same", () => {
    const Y = { rows: 3, cols: 2, data: Float64Array.of(1, 2, 3, 4, 5, 6) };
    const process = fit(gaussianProcess({ kernel: rbf() }), [1, 2, 3], Y);
    const { data } = annotate(process, { data: { X: [1, 2, 3], y: Y } }).about;
    expect(data).toEqual({ rows: 3, cols: 1, targets: 2, sha256: hashOf(1, 2, 3, 1, 2, 3, 4, 5, 6) });
    const other = annotate(process, {
      data: {
        X: [[1], [2], [3]],
        y: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      },
    });
    expect(other.about.data).toEqual(data);
  });

  it.each(ANNOTATED.map((given, at) => ({ at, given })))("files keep it, and mercer/predict reads it: $at", ({ given }) => {
    const file = JSON.parse(JSON.stringify(toJSON(given))) as unknown;
    expect((given as KernelModel).about).toBeDefined();
    for (const again of [fromJSON(file), fromBytes(toBytes(given)), serving.fromJSON(file)]) {
      expect((again as KernelModel).about).toEqual((given as KernelModel).about);
    }
  });

  it.each<[string, object, "argument" | "shape", string]>([
    ["a name that is none", { name: 1 }, "argument", "name"],
    ["a misspelt option", { unit: units }, "argument", "unit"],
    ["a unit for each of other features", { units: { X: units.y } }, "shape", "units.X"],
    ["units of other targets", { units: { y: units.X } }, "shape", "units.y"],
    ["a unit without a name", { units: { y: [{ unit: "m" }] } }, "argument", "units.y[0].name"],
    ["units that are no list", { units: { y: "kg" } }, "argument", "units.y"],
    ["data of other features", { data: { X: [1, 2, 3], y } }, "shape", "data.X"],
    ["targets of which there are too few", { data: { X, y: [1, 2] } }, "shape", "y"],
    ["several targets", { data: { X, y: X } }, "shape", "data.y"],
  ])("refuses %s", (_, options, code, argument) => {
    expectError(code, () => annotate(model, options), { argument });
  });

  it("files refuse a digest of other digits, and units of other features", () => {
    const file = JSON.parse(JSON.stringify(toJSON(annotate(model, { units, data: { X, y } })))) as {
      model: { about: { data: { sha256: string; cols: number }; units: { X: unknown[] } } };
    };
    const changed = (change: (about: typeof file.model.about) => void): unknown => {
      const copy = structuredClone(file);
      change(copy.model.about);
      return copy;
    };
    for (const [path, change] of [
      ["data.sha256", (about) => Object.assign(about.data, { sha256: about.data.sha256.toUpperCase() })],
      ["data.cols", (about) => Object.assign(about.data, { cols: 3 })],
      ["units.X", (about) => about.units.X.pop()],
      ["note", (about) => Object.assign(about, { note: "mine" })],
    ] as [string, (about: typeof file.model.about) => void][]) {
      expectError("format", () => fromJSON(changed(change)), { path: `$.model.about.${path}` });
    }
  });
});
