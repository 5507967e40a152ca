import { describe, expect, it } from "vitest";
import { AT_REST, moveDecay } from "../../src/series/decay";

const product = (A: ArrayLike<number>, B: ArrayLike<number>, p: number, transposed = false): Float64Array =>
  Float64Array.from({ length: p * p }, (_, at) => {
    const [i, j] = [Math.floor(at / p), at % p];
    let sum = 0;
    for (let k = 0; k < p; k++) sum += (A[i * p + k] as number) * (B[transposed ? j * p + k : k * p + j] as number);
    return sum;
  });

const moved = (F: Float64Array, P: ArrayLike<number>, p: number): Float64Array => product(product(F, P, p), F, p, true);

describe.each([1, 2, 3] as const)("a gap of a decay of order %s", (p) => {
  const over = (s: number): [F: Float64Array, Q: Float64Array] => {
    const [F, Q] = [new Float64Array(p * p), new Float64Array(p * p)];
    moveDecay(p, s, F, Q);
    return [F, Q];
  };

  it.each([0.05, 0.3, 0.77, 1, 1.0000001, 2.5, 30, 800])("gains what the process at rest loses: s = %s", (s) => {
    const [F, Q] = over(s);
    const lost = moved(F, AT_REST[p], p);
    Q.forEach((value, at) => {
      expect(Math.abs(value - ((AT_REST[p][at] as number) - (lost[at] as number)))).toBeLessThan(2e-15);
    });
  });

  it.each([1e-12, 1e-5, 0.01, 0.2, 0.5, 0.9])("is two halves, to its last digits: s = %s", (s) => {
    const [, whole] = over(s);
    const [F, Q] = over(s / 2);
    const first = moved(F, Q, p);
    for (let i = 0; i < p; i++) {
      const at = i * (p + 1);
      const sum = (first[at] as number) + (Q[at] as number);
      expect(Math.abs(sum / (whole[at] as number) - 1)).toBeLessThan(2e-13);
    }
  });
});
