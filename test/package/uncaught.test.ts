import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);

/** Node shows the line of the source that threw: in a file of one line it would be all of it. */
test.each([
  ["module", 'import { fit, kernelRidge, linear } from "./dist/index.js"; fit(kernelRidge({ kernel: linear() }), [[1], [2]], [1]);'],
  [
    "commonjs",
    'const { fit, kernelRidge, linear } = require("./dist/index.cjs"); fit(kernelRidge({ kernel: linear() }), [[1], [2]], [1]);',
  ],
  ["module", 'import { fitRecipe } from "./dist/table.js"; fitRecipe({ columns: ["a"] }, [{ b: 1 }]);'],
  ["module", 'import { fromJSON } from "./dist/predict.js"; fromJSON({});'],
])("an error that nobody catches is read at a glance (%s)", (type, code) => {
  const { status, stderr } = spawnSync(process.execPath, [`--input-type=${type}`, "--eval", code], { cwd: root, encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toContain("MercerError");
  expect(Math.max(...stderr.split("\n").map((line) => line.length))).toBeLessThan(500);
});
