import { describe, expect, it, vi } from "vitest";
import type * as mercer from "../../src/entries/index";
import { fit, kernelDescent, linear, linearDescent, predict } from "../../src/entries/index";
import { center, kernel, n, near, raw, refuses, spread, v, X, x, y, Z, z } from "../support/standard-table";

describe("descents", () => {
  const plan = { kernel, iterations: 20, loss: "squared" as const, record: { every: 5 } };
  it("record and tell their losses in raw units, and go on from a model of the same units", () => {
    const model = fit(kernelDescent({ ...plan, standardize: true }), X, y);
    const { record } = fit(kernelDescent(plan), x, v).report;
    near(
      model.report.record?.losses ?? [],
      (record?.losses ?? []).map((loss) => loss * spread * spread),
      n * spread * spread,
    );
    // every look at the clock is a second later, so that progress is told at once
    let clock = 0;
    const now = vi.spyOn(performance, "now").mockImplementation(() => (clock += 1000));
    const told: number[] = [];
    fit(kernelDescent({ ...plan, standardize: true }), X, y, { onProgress: ({ loss }) => loss !== undefined && told.push(loss) });
    now.mockRestore();
    near(told.slice(-1), model.report.trainingLoss, n * spread * spread);
    const further = fit(kernelDescent({ ...plan, standardize: true }), X, y, { start: model });
    near(predict(further, Z), predict(fit(kernelDescent({ ...plan, iterations: 40, standardize: true }), X, y), Z));
    refuses(() => fit(kernelDescent({ ...plan, standardize: "range" }), X, y, { start: model }), "argument", /other units/);
    refuses(() => fit(kernelDescent(plan), x, v, { start: model }), "argument", /units of its own/);
  });

  it("on features go on from a model of the same units alone, too", () => {
    const line = { features: linear(), iterations: 20, standardize: true } as const;
    const model = fit(linearDescent(line), X, y);
    const further = fit(linearDescent(line), X, y, { start: model });
    near(predict(further, Z), predict(fit(linearDescent({ ...line, iterations: 40 }), X, y), Z));
    refuses(() => fit(linearDescent({ features: linear(), iterations: 20 }), x, v, { start: model }), "argument", /units of its own/);
  });

  it("stop by validation data in raw units", () => {
    const validation = { X: Z, y: raw(Float64Array.of(0, 1, 0, -1, 0.5)), every: 1, patience: 3 };
    const model = fit(kernelDescent({ ...plan, iterations: 300, standardize: true }), X, y, { validation });
    const plain = fit(kernelDescent({ ...plan, iterations: 300 }), x, v, {
      validation: { ...validation, X: z, y: Float64Array.of(0, 1, 0, -1, 0.5) },
    });
    expect(model.report.iterations).toBe(plain.report.iterations);
    expect(model.report.iterations).toBeLessThan(300);
  });

  it("a model that is handed out with an error has its units", () => {
    const error = refuses(
      () => fit(kernelDescent({ ...plan, step: 1e9, iterations: 500, standardize: true }), X, y),
      "diverged",
      /left the finite numbers/,
    );
    expect((error as unknown as { model: mercer.KernelModel }).model.scaling?.y?.center[0]).toBeCloseTo(center, 0);
  });
});
