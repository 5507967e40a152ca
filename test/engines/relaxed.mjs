// How far the coefficients of a fit by relaxed SIMD are from the strict ones, in parts of the largest; null where there is none.
import { createRequire } from "node:module";
import * as strict from "../../dist/index.js";

const require = createRequire(import.meta.url);
const { hasRelaxedSimd, useRelaxedSimd } = require("../../dist/relaxed.cjs");
console.log(JSON.stringify(hasRelaxedSimd() ? departure() : null));

function departure() {
  useRelaxedSimd();
  const expected = coefficientsBy(strict);
  const relaxed = coefficientsBy(require("../../dist/index.cjs"));
  const largest = expected.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  return relaxed.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0) / largest;
}

function coefficientsBy({ fit, kernelRidge, rbf }) {
  const X = Array.from({ length: 200 }, (_, i) => [(i * 37) % 101, (i * 53) % 89].map((value) => value / 50));
  return fit(
    kernelRidge({ kernel: rbf({ gamma: 1 }), lambda: 0.1 }),
    X,
    X.map(([a, b]) => a * b),
  ).coefficients;
}
