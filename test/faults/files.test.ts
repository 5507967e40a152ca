import { describe, expect, it } from "vitest";
import { fit, fromBytes, kernelRidge, leastSquares, nystrom, rbf, toBytes } from "../../src/entries/index";
import { fromLibsvm, fromNpy, toLibsvm, toNpy } from "../../src/entries/interchange";
import { addRows, emptyStatistic, statisticFromBytes, statisticToBytes } from "../../src/entries/statistics";
import * as table from "../../src/entries/table";
import { errorOf } from "../support/errors";
import { MODELS } from "../support/model-files";
import { X, y } from "./long-verbs";

const statistic = addRows(emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X), X, y, { from: 0 });
const rows = Array.from(y, (value, i) => ({ x: i, y: value }));
const ofTable = table.fit(table.onTable({ recipe: { target: "y" }, estimator: leastSquares({ intercept: true }) }), rows);

const FILES: readonly (readonly [string, Uint8Array, (bytes: Uint8Array) => unknown])[] = [
  ...MODELS.slice(0, 6).map((model, i) => [`model ${i}`, toBytes(model), fromBytes] as const),
  ["model of a process", toBytes(MODELS.find(({ kind }) => kind === "gaussianProcessModel") ?? fit(leastSquares(), X, y)), fromBytes],
  ["statistic", statisticToBytes(statistic), statisticFromBytes],
  ["model of a table", table.toBytes(ofTable), table.fromBytes],
  ["array of numpy", toNpy(X), fromNpy],
];

describe("a file cut at every byte is refused as no file", () => {
  it.each(FILES)("%s", (_, bytes, read) => {
    expect(() => read(bytes)).not.toThrow();
    for (let length = 0; length < bytes.length; length++) {
      expect(errorOf(() => read(bytes.slice(0, length))).code).toBe("format");
    }
  });

  it("a machine of LIBSVM, cut at every character, is read or refused", () => {
    const text = toLibsvm(fit(kernelRidge({ kernel: rbf({ gamma: 1 }), lambda: 1 }), X, y));
    let refused = 0;
    for (let length = 0; length < text.length; length++) {
      try {
        fromLibsvm(text.slice(0, length));
      } catch {
        expect(errorOf(() => fromLibsvm(text.slice(0, length))).code).toBe("format");
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(text.length / 2);
  });
});
