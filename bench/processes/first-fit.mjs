// Milliseconds of `import` and first fit, in a process that has done nothing else: node first-fit.mjs <implementation> < problem.json
import { readFileSync } from "node:fs";

const { n, d, x, y, kernel, lambda } = JSON.parse(readFileSync(0, "utf8"));
const { gamma } = kernel;
const rows = Array.from({ length: n }, (_, i) => x.slice(i * d, (i + 1) * d));

const first = {
  mercer: async () => {
    const { fit, kernelRidge, rbf } = await import("../../dist/index.js");
    return Array.from(fit(kernelRidge({ kernel: rbf({ gamma }), lambda }), rows, y).coefficients);
  },
  "ml-regression": async () => {
    const { KernelRidgeRegression } = await import("ml-regression");
    const options = { lambda, kernelType: "gaussian", kernelOptions: { sigma: Math.sqrt(1 / (2 * gamma)) } };
    const targets = y.map((value) => [value]);
    return new KernelRidgeRegression(rows, targets, options).alpha.to1DArray();
  },
}[process.argv[2]];

const start = performance.now();
const alpha = await first();
const ms = performance.now() - start;
console.log(JSON.stringify({ ms, alpha }));
