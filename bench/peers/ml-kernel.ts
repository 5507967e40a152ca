import { Kernel } from "ml-kernel";
import type { Contestant } from "../contest.ts";
import type { Points } from "../data.ts";

/** exp(−‖x − z‖² / (2σ²)) is the Gaussian kernel with γ = 1/(2σ²). */
export function sigmaOf(gamma: number): number {
  return Math.sqrt(1 / (2 * gamma));
}

/** The rows of X (n × d) as arrays, the form ml.js takes. */
export function rowsOf(n: number, d: number, x: Float64Array): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from(x.subarray(i * d, (i + 1) * d)));
}

export function gaussianGram({ n, d, x }: Points, gamma: number): Contestant<Float64Array> {
  return {
    implementation: "ml-kernel",
    arithmetic: "f64 strict",
    prepare: () => {
      const rows = rowsOf(n, d, x);
      const kernel = new Kernel("gaussian", { sigma: sigmaOf(gamma) });
      let k = kernel.compute(rows.slice(0, 1));
      return {
        run: () => {
          k = kernel.compute(rows);
          return undefined;
        },
        result: () => Float64Array.from(k.to1DArray()),
      };
    },
  };
}
