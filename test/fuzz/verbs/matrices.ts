import type { Scene } from "../scene";
import { type Term, UNDEFINED } from "../term";
import type { Makers } from "./makers";

/** A square matrix; symmetric positive definite, symmetric, or any. */
function square(s: Scene, kind: "definite" | "symmetric" | "any" = s.draw.pick(["definite", "symmetric", "any"])): Term {
  const { n } = s;
  const values = s.values(n * n);
  const at = (i: number, j: number): number => values[i * n + j] as number;
  if (kind === "any") return s.matrixOf(values, n, n);
  const mirrored = values.map((_, k) => (k % n > Math.floor(k / n) ? at(k % n, Math.floor(k / n)) : (values[k] as number)));
  if (kind === "symmetric") return s.matrixOf(mirrored, n, n);
  const largest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  return s.matrixOf(
    mirrored.map((value, k) => (k % (n + 1) === 0 ? Math.abs(value) + (s.draw.chance(0.9) ? largest * n : 0) : value)),
    n,
    n,
  );
}

const rhs = (s: Scene): Term => s.targets(s.n);
const tolerance = (s: Scene): Record<string, Term> => s.draw.some<Term>(0.3, { tolerance: () => s.draw.pick([0, 1e-12, 0.5]) });

export const linalg: Makers = {
  cholesky: (s) => [square(s, s.draw.chance(0.8) ? "definite" : "symmetric")],
  lu: (s) => [square(s)],
  ldl: (s) => [square(s, s.draw.chance(0.8) ? "symmetric" : "definite")],
  solve: (s) => [square(s), rhs(s)],
  eigh: (s) => [square(s, s.draw.chance(0.7) ? "symmetric" : "definite")],
  qr: (s) => [s.matrix(s.n, s.draw.integer(1, 5)), ...(s.draw.chance(0.5) ? [{ pivoting: s.draw.chance(0.5) }] : [])],
  lstsq: (s) => [s.matrix(s.n, s.draw.integer(1, 5)), rhs(s), { ...tolerance(s), ...s.draw.some<Term>(0.3, { refine: () => true }) }],
  pinv: (s) => [s.matrix(s.n, s.draw.integer(1, 5)), tolerance(s)],
  pivotedCholesky: (s) => [square(s, "definite"), { ...tolerance(s), ...s.draw.some<Term>(0.3, { rank: () => s.draw.integer(0, 5) }) }],
  matmul: (s) => {
    const inner = s.draw.integer(1, 5);
    return [s.matrix(s.n, inner), s.matrix(inner, s.draw.integer(1, 5))];
  },
  syrk: (s) => [s.matrix(s.n, s.d)],
  matrix: (s) => [s.vector(s.n * s.d), s.n, s.d],
  rowOf: (s) => [{ $: "matrix", form: "matrix", rows: s.n, cols: s.d, of: s.draw.list(s.n * s.d, (i) => i) }, s.draw.integer(0, s.n - 1)],
  toArrays: (s) => [{ $: "matrix", form: "matrix", rows: s.n, cols: s.d, of: s.draw.list(s.n * s.d, (i) => i) }],
  isMercerError: (s) => [s.draw.chance(0.5) ? s.vector() : UNDEFINED],
};

export { square };
