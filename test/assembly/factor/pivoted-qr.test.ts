import { describe, expect, it } from "vitest";
import { slice, view, withBlocks } from "../../../src/wasm/memory";
import { pivotedQr, qrWork } from "../../../src/wasm/orthogonal";
import { randomMatrix } from "../../support/random";

describe("pivotedQr", () => {
  it.each([
    [1, 1],
    [2, 1],
    [1, 3],
    [7, 5],
    [5, 7],
    [33, 20],
    [20, 33],
  ])("of %d × %d: Q R = A P within n ε, Qᵀ on the columns beside, |r_kk| in order", (m, n) => {
    const A = randomMatrix(m * n, m, n);
    const steps = Math.min(m, n);
    const ld = n + m;
    withBlocks({ A: m * ld + 1, X: m * n, work: qrWork(m, n, m) + 1 }, (blocks, workspace) => {
      const values = view(workspace, blocks.A).fill(Number.NaN);
      view(workspace, blocks.work).fill(Number.NaN);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) values[i * ld + j] = A.data[i * n + j] as number;
        for (let j = 0; j < m; j++) values[i * ld + n + j] = i === j ? 1 : 0;
      }
      const qr = pivotedQr(workspace, m, n, m, slice(blocks.A, 0, m * ld), blocks.work);
      const X = view(workspace, blocks.X).fill(0);
      for (let k = 0; k < steps; k++) for (let j = k; j < n; j++) X[k * n + j] = values[k * ld + j] as number;
      const R = X.slice();
      qr.apply(steps, blocks.X);
      const bound = 10 * Math.max(m, n) * Number.EPSILON;
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          expect(Math.abs((X[i * n + j] as number) - (A.data[i * n + (qr.order[j] as number)] as number))).toBeLessThan(bound);
          // QᵀA P = R
          let sum = 0;
          for (let l = 0; l < m; l++) {
            sum += (values[i * ld + n + l] as number) * (A.data[l * n + (qr.order[j] as number)] as number);
          }
          expect(Math.abs(sum - (R[i * n + j] as number))).toBeLessThan(bound);
        }
      }
      expect([...qr.diagonal].sort((a, b) => b - a)).toEqual([...qr.diagonal]);
      expect([...qr.order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, j) => j));
      expect([values[m * ld], view(workspace, blocks.work)[qrWork(m, n, m)]]).toEqual([Number.NaN, Number.NaN]);
    });
  });

  it("takes the lowest index of equal columns, and leaves columns of zeros", () => {
    withBlocks({ A: 6, work: qrWork(2, 3, 0) }, (blocks, workspace) => {
      view(workspace, blocks.A).set([0, 1, 1, 0, 0, 0]);
      const qr = pivotedQr(workspace, 2, 3, 0, blocks.A, blocks.work);
      expect([...qr.order]).toEqual([1, 0, 2]);
      expect([...qr.diagonal]).toEqual([1, 0]);
    });
  });
});
