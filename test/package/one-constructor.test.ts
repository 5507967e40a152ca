import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import type * as mercer from "../../dist/index.js";
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
