import { expect, it, vi } from "vitest";
import { fit, kernelClassifier, kernelDescent, kernelRidge, leastSquares, linear, linearDescent, polynomial, rbf, spectralFilter, supportVectorRegression } from "../../src/entries/index";
import { randomMatrix, randomVector } from "../support/random";

const asked = vi.hoisted(() => ({ now: 0, most: 0, log: [] as string[] }));
vi.mock("../../src/wasm/memory", async (original) => {
  const real = await original<typeof import("../../src/wasm/memory")>();
  return {
    ...real,
    withBlocks: ((sizes, body) => {
      const bytes = real.bytesOf(sizes);
      asked.now += bytes;
      if (asked.now > asked.most) { asked.most = asked.now; asked.log.push(Object.keys(sizes).join(",") + " " + asked.now); }
      try {
        return real.withBlocks(sizes, body);
      } finally {
        asked.now -= bytes;
      }
    }) as typeof real.withBlocks,
  };
});
const n = 150;
const X = randomMatrix(1, n, 3);
const y = randomVector(2, n);
const labels = Array.from(y, (v) => v > 0);
const poly = polynomial({ degree: 2 });
const runs: Record<string, () => { report: { bytes: number } }> = {
  cholesky: () => fit(kernelRidge({ kernel: rbf(), lambda: 0.1, solver: "cholesky" }), X, y),
  lu: () => fit(kernelRidge({ kernel: rbf(), lambda: 0.1, solver: "lu" }), X, y),
  eigen: () => fit(kernelRidge({ kernel: rbf(), lambda: 0.1, solver: "eigen" }), X, y),
  "cholesky bad": () => fit(kernelRidge({ kernel: rbf(), lambda: 1e-12, solver: "cholesky" }), X, y),
  primal: () => fit(kernelRidge({ kernel: poly, lambda: 0.1, solver: "primal" }), X, y),
  pivoted: () => fit(kernelRidge({ kernel: rbf(), lambda: 0.1, solver: "pivotedCholesky" }), X, y),
  descent: () => fit(kernelDescent({ kernel: rbf(), lambda: 0.1, iterations: 10 }), X, y),
  ldescent: () => fit(linearDescent({ features: poly, lambda: 0.1, iterations: 10 }), X, y),
  smo: () => fit(supportVectorRegression({ kernel: rbf(), lambda: 0.1 }), X, y),
  newton: () => fit(kernelClassifier({ kernel: rbf(), lambda: 0.1, loss: "logistic" }), X, labels),
  qr: () => fit(leastSquares({ features: poly, lambda: 0.1 }), X, y),
  filter: () => spectralFilter(rbf(), X, y, { step: 0.001, steps: 100 }),
};
it("x", () => {
  for (const [name, run] of Object.entries(runs)) {
    asked.most = 0; asked.log = [];
    const { report } = run();
    console.log(name, report.bytes, asked.most, 8*n*n, asked.log);
  }
  expect(1).toBe(1);
});
