import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import { fit, fromJSON, kernelDescent, kernelRidge, predict, rbf, toJSON } from "../../dist/index.js";

/** All that the library takes from its host; WebAssembly belongs to the language in a bare context. */
const HOST = { atob, btoa, performance };

const X = [
  [0, 1],
  [1, 3],
  [2, -1],
];

/** dist as a classic script for a host that has nothing but the language. */
const script = buildSync({
  stdin: { contents: 'export * from "./dist/index.js"', resolveDir: fileURLToPath(new URL("../..", import.meta.url)) },
  bundle: true,
  platform: "neutral",
  format: "iife",
  globalName: "mercer",
  write: false,
}).outputFiles[0]?.text;

const program = `
  const model = mercer.fit(mercer.kernelRidge({ kernel: mercer.rbf(), lambda: 0.1 }), X, [1, 2, 4]);
  const descended = mercer.fit(mercer.kernelDescent({ kernel: mercer.rbf(), iterations: 9 }), X, [1, 2, 4]);
  [...mercer.predict(mercer.fromJSON(mercer.toJSON(model)), X), ...mercer.predict(descended, X)];
`;

test("dist runs where there is nothing but WebAssembly, atob, btoa and performance", () => {
  const context = createContext({ ...HOST, X });
  runInContext(`${script}`, context);
  const ridge = fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, [1, 2, 4]);
  const descended = fit(kernelDescent({ kernel: rbf(), iterations: 9 }), X, [1, 2, 4]);
  const expected = [...predict(fromJSON(toJSON(ridge)) as typeof ridge, X), ...predict(descended, X)];
  expect(Array.from(runInContext(program, context) as number[])).toEqual(expected);
});

test.each(Object.keys(HOST))("and %s is needed", (name) => {
  const context = createContext({ ...HOST, X, [name]: undefined });
  expect(() => runInContext(`${script};${program}`, context)).toThrow();
});
