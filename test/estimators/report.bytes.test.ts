import { expect, it, vi } from "vitest";
import {
  fit,
  kernelClassifier,
  kernelDescent,
  kernelRidge,
  leastSquares,
  linearDescent,
  polynomial,
  type ReportLike,
  rbf,
  spectralFilter,
  supportVectorRegression,
} from "../../src/entries/index";
import { randomMatrix, randomVector } from "../support/random";

/** Bytes of the blocks that are taken in the core's memory, and the most of them at once. */
const asked = vi.hoisted(() => ({ now: 0, most: 0 }));
vi.mock("../../src/wasm/memory", async (original) => {
  const real = await original<typeof import("../../src/wasm/memory")>();
  const withBlocks: typeof real.withBlocks = (sizes, body) => {
    const bytes = real.bytesOf(sizes);
    asked.now += bytes;
    asked.most = Math.max(asked.most, asked.now);
    try {
      return real.withBlocks(sizes, body);
    } finally {
      asked.now -= bytes;
    }
  };
  return { ...real, withBlocks };
});

const [n, d] = [150, 3];
const X = randomMatrix(1, n, d);
const y = randomVector(2, n);
const labels = Array.from(y, (value) => value > 0);
const square = polynomial({ degree: 2 });
/** Monomials of degree 2 and less in 3 features. */
const M = 10;
const eigenvectors = 2 * n * n + n;

type Run = () => { readonly report: ReportLike };
const ridge =
  (
    solver: "cholesky" | "lu" | "eigen" | "primal" | "pivotedCholesky" | "mixed",
    lambda: number,
    kernel: ReturnType<typeof polynomial> | ReturnType<typeof rbf> = rbf(),
  ): Run =>
  () =>
    fit(kernelRidge({ kernel, lambda, solver }), X, y);

it.each<readonly [name: string, run: Run, beside: number]>([
  ["cholesky", ridge("cholesky", 0.1), 0],
  ["cholesky, refined", ridge("cholesky", 1e-12), 0],
  ["mixed", ridge("mixed", 0.1), 0],
  ["lu", ridge("lu", 0.1), 0],
  ["eigen", ridge("eigen", 0.1), eigenvectors],
  ["primal", ridge("primal", 0.1, square), 2 * n * M],
  ["primal without ridge", ridge("primal", 0, square), 2 * n * M],
  ["pivotedCholesky", ridge("pivotedCholesky", 0.1), 2 * n * n + n * n],
  ["pivotedCholesky of a low rank", ridge("pivotedCholesky", 0.1, square), n * n],
  ["qr", () => fit(leastSquares({ features: square, lambda: 0.1 }), X, y), 0],
  ["smo", () => fit(supportVectorRegression({ kernel: rbf(), lambda: 0.1 }), X, y), 0],
  ["newton", () => fit(kernelClassifier({ kernel: rbf(), lambda: 0.1, loss: "logistic" }), X, labels), 0],
  ["descent on features", () => fit(linearDescent({ features: square, lambda: 0.1, iterations: 10 }), X, y), 0],
  ["descent on K, with its null space", () => fit(kernelDescent({ kernel: rbf(), lambda: 0.1, iterations: 10 }), X, y), eigenvectors],
  ["spectral filter", () => spectralFilter(rbf(), X, y, { step: 0.001, steps: 100 }), eigenvectors],
])("%s: bytes are the most that were asked of the core at once, and the matrices of the host", (_, run, beside) => {
  asked.most = 0;
  const { report } = run();
  expect(report.bytes).toBe(asked.most + 8 * beside);
});
