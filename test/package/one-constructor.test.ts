import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import type * as mercer from "../../dist/index.js";
import * as whole from "../../dist/index.js";
import { KINDS } from "../../src/estimators/fitter";

/** What a program has that imports these names from dist, as a bundler makes it. */
function bundleOf(names: string): typeof mercer {
  const contents = `export { ${names} } from "./dist/index.js"`;
  const stdin = { contents, resolveDir: fileURLToPath(new URL("../..", import.meta.url)) };
  const [file] = buildSync({ stdin, bundle: true, minify: true, format: "cjs", write: false }).outputFiles;
  const module = { exports: {} };
  new Function("module", "exports", file?.text as string)(module, module.exports);
  return module.exports as typeof mercer;
}

const { fit, isMercerError, kernelRidge, rbf } = bundleOf("fit, isMercerError, kernelRidge, rbf");
const [X, y] = [
  [[0], [1], [2]],
  [1, 2, 4],
];

test("a bundle with a constructor fits what it makes, and plain data of its kind", () => {
  const estimator = kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 });
  const { coefficients } = fit(estimator, X, y);
  expect(fit(JSON.parse(JSON.stringify(estimator)), X, y).coefficients).toEqual(coefficients);
  expect(coefficients).toHaveLength(3);
});

test.each(KINDS.filter((kind) => kind !== "kernelRidge"))("without the constructor %s it says what to import", (kind) => {
  const error = errorOf(() => fit({ kind, kernel: rbf() } as unknown as mercer.KernelRidge, X, y));
  expect(isMercerError(error) && [error.code, error.argument]).toEqual(["unsupported", "estimator"]);
  expect((error as Error).message).toMatch(`this bundle has no ${kind},`);
  expect((error as Error).message).toMatch(`import { ${kind} } from "mercer"`);
});

test.each([
  ["kernelDescent", "kernelDescent({ kernel, iterations: 3 })"],
  ["supportVectorRegression", "supportVectorRegression({ kernel, lambda: 0.1 })"],
  ["kernelNewton", 'kernelNewton({ kernel, lambda: 0.1, loss: "poisson" })'],
  ["gaussianProcess", "gaussianProcess({ kernel, noise: 0.1 })"],
])("a bundle with %s has the parts of the core that it calls, and the bits of the whole", (name, source) => {
  const coefficientsIn = (library: typeof mercer): unknown => {
    const make = new Function(name, "kernel", `return ${source}`);
    return library.fit(make(library[name as "kernelRidge"], library.rbf({ gamma: 0.5 })), X, y).coefficients;
  };
  expect(coefficientsIn(bundleOf(`fit, rbf, ${name}`))).toEqual(coefficientsIn(whole));
});

test("a bundle that tunes has the derivatives", () => {
  const { gaussianProcess, rbf, tune } = bundleOf("gaussianProcess, rbf, tune");
  const optimum = (library: Pick<typeof mercer, "gaussianProcess" | "rbf" | "tune">): unknown => {
    const process = library.gaussianProcess({ kernel: library.rbf({ gamma: 0.5 }), noise: 0.1 });
    return library.tune(process, X, y).estimator;
  };
  expect(optimum({ gaussianProcess, rbf, tune })).toEqual(optimum(whole));
});

test("and a kind that the library has not is no estimator", () => {
  const error = errorOf(() => fit({ kind: "lasso" } as unknown as mercer.KernelRidge, X, y));
  expect(isMercerError(error) && error.code).toBe("argument");
});

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("no error");
}
