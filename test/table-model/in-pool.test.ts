import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chi2, gaussianProcess, kernelClassifier, kernelRidge, rbf } from "../../dist/index.js";
import { type Pool, startPool } from "../../dist/pool.js";
import * as tables from "../../dist/table.js";

const ROWS = Array.from({ length: 30 }, (_, i) => ({
  x: ((i * 7) % 30) / 30,
  c: ["a", "b"][i % 2] as string,
  y: (i * 7) % 30,
  label: i % 3 > 0,
}));
const columns = { x: "numeric", c: "category" } as const;
const kernel = rbf({ gamma: 0.7 });
const ridge = tables.onTable({ recipe: { target: "y", columns }, estimator: kernelRidge({ kernel, lambda: 0.1 }) });
const process = tables.onTable({
  recipe: { target: "y", columns },
  estimator: gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 0.1 }),
});
const classifier = tables.onTable({ recipe: { target: "label", columns }, estimator: kernelClassifier({ kernel, loss: "logistic" }) });

let pool: Pool;
beforeAll(async () => {
  pool = await startPool({ threads: 2 });
});
afterAll(() => pool.close());

const untimed = ({ recipe, model }: tables.TableModel): object => ({
  recipe,
  model: { ...model, report: { ...model.report, elapsedMs: 0, bytes: 0 } },
});

describe("verbs of a table in a pool", () => {
  it("have the bits of those on this thread", async () => {
    const inPool = tables.inPool(pool);
    const model = await inPool.fit(ridge, ROWS, { sampleWeight: 2 });
    expect(untimed(model)).toEqual(untimed(tables.fit(ridge, ROWS, { sampleWeight: 2 })));
    expect(await inPool.predict(model, ROWS)).toEqual(tables.predict(model, ROWS));
    expect(await inPool.score(model, ROWS)).toBe(tables.score(model, ROWS));
    expect(await inPool.predictInterval(ridge, ROWS, ROWS.slice(0, 3))).toEqual(tables.predictInterval(ridge, ROWS, ROWS.slice(0, 3)));
    const gaussian = await inPool.fit(process, ROWS);
    expect(await inPool.predictDistribution(gaussian, ROWS.slice(0, 3))).toEqual(tables.predictDistribution(gaussian, ROWS.slice(0, 3)));
    const classes = await inPool.fit(classifier, ROWS);
    expect(await inPool.classify(classes, ROWS)).toEqual(tables.classify(classes, ROWS));
    expect(await inPool.probabilities(classes, ROWS)).toEqual(tables.probabilities(classes, ROWS));
    const options = { starts: 1, iterations: 5 };
    expect(await inPool.tune(process, ROWS, options)).toEqual(tables.tune(process, ROWS, options));
  });

  it("have errors with the row and the column of the table, and are aborted", async () => {
    const { fit } = tables.inPool(pool);
    const chi = tables.onTable({ recipe: { target: "y", columns: ["x"], missing: "drop" }, estimator: kernelRidge({ kernel: chi2() }) });
    const rows = ROWS.map((row, i) => ({ ...row, x: i === 1 ? null : i === 5 ? -1 : row.x }));
    await expect(fit(chi, rows)).rejects.toMatchObject({ code: "argument", row: 5, column: "x" });
    await expect(fit(ridge, [{ x: "?" }])).rejects.toMatchObject({ code: "argument", column: "y" });
    await expect(fit(ridge, ROWS, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "aborted" });
  });
});
