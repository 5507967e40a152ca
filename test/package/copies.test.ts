import { createRequire } from "node:module";
import { expect, test } from "vitest";
import * as esm from "../../dist/index.js";
import * as esmLinalg from "../../dist/linalg.js";

const require = createRequire(import.meta.url);
const cjs: typeof esm = require("../../dist/index.cjs");
const cjsLinalg: typeof esmLinalg = require("../../dist/linalg.cjs");

test("the ESM and the CommonJS copy are two copies with the same names", () => {
  expect(esm.isMercerError).not.toBe(cjs.isMercerError);
  expect(Object.keys(cjs).sort()).toEqual(Object.keys(esm).sort());
  expect(Object.keys(cjsLinalg).sort()).toEqual(Object.keys(esmLinalg).sort());
});

test("each copy recognises the errors of the other", () => {
  const [ofEsm, ofCjs] = [esm, cjs].map((copy) => errorOf(() => copy.matrix([1, 2, 3], 2, 2)));
  expect(cjs.isMercerError(ofEsm)).toBe(true);
  expect(cjsLinalg.isMercerError(ofEsm)).toBe(true);
  expect(esm.isMercerError(ofCjs)).toBe(true);
  expect(esmLinalg.isMercerError(ofCjs)).toBe(true);
  expect(esm.isMercerError(new Error("shape"))).toBe(false);
});

test("a model fitted by one copy predicts in the other, with the same bits", () => {
  const X = [[0], [1], [2]];
  const model = esm.fit(esm.kernelRidge({ kernel: esm.rbf(), lambda: 0.1 }), X, [1, 2, 4]);
  expect(cjs.predict(model, [[0.5], [3]])).toEqual(esm.predict(model, [[0.5], [3]]));
});

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("no error");
}
