import { compensatedDot } from "../../support/oracles";
import { asPlain, at, largest, type Plain, plain, rowNorm, scaled, transposed } from "./read";
import type { Fault, Judge } from "./types";

const EPS = Number.EPSILON;

/** C − A·B as if in twice the precision. */
export function residual(A: Plain, B: Plain, C: Plain): Plain {
  const data = new Float64Array(C.data.length);
  for (let i = 0; i < A.rows; i++) {
    for (let j = 0; j < B.cols; j++) {
      data[i * B.cols + j] = compensatedDot(
        at(C, i, j),
        A.cols,
        (k) => -at(A, i, k),
        (k) => at(B, k, j),
      );
    }
  }
  return { rows: A.rows, cols: B.cols, data };
}

const off = (fault: string, found: number, bound: number): Fault | null => (found <= bound ? null : [fault, `${found} above ${bound}`]);

/** Largest factor by which a residual may exceed n ε of what was multiplied. */
const ROOM = 30;

/** ‖C − AB‖ ≤ c k ε |A||B|, element by element but for what is below the least numbers. */
function productLaw(fault: string, A: Plain, B: Plain, C: Plain): Fault | null {
  if (C.rows !== A.rows || C.cols !== B.cols) return [`${fault}: shape`, `${C.rows} × ${C.cols}`];
  const [a, b] = [scaled(A), scaled(B)];
  if (largest(A) === 0 || largest(B) === 0) return off(fault, largest(C), 0);
  const R = residual(a.A, b.A, lifted(C, -(a.exponent + b.exponent)));
  // what a denormal of the result has lost, in the scaled numbers
  const lost = A.cols * 2 ** (-1073 - a.exponent - b.exponent);
  return off(fault, largest(R), ROOM * A.cols * EPS * Math.max(1, A.cols) * 1 + lost);
}

/** A·2ᵉ */
export function lifted(A: Plain, e: number): Plain {
  const parts = [Math.trunc(e / 3), Math.trunc(e / 3), e - 2 * Math.trunc(e / 3)];
  return { ...A, data: A.data.map((value) => parts.reduce((product, part) => product * 2 ** part, value)) };
}

/** ‖B − AX‖ ≤ c n ε (‖A‖‖X‖ + ‖B‖), for a solution of a system. */
export function solutionLaw(fault: string, A: Plain, X: Plain, B: Plain, room = ROOM): Fault | null {
  if (X.rows !== A.cols || X.cols !== B.cols) return [`${fault}: shape`, `${X.rows} × ${X.cols}`];
  const [a, b] = [scaled(A), scaled(B)];
  const x = lifted(X, a.exponent - b.exponent);
  if (!(largest(x) < 2 ** 900) || largest(B) === 0) return null;
  const to = largest(x);
  const R = residual(a.A, x, b.A);
  return off(fault, largest(R), room * A.rows * EPS * (rowNorm(a.A) * to + 1) + lostBelow(a, b));
}

/** What each residual has lost where elements of the solution are below the least number, and so 0 or that. */
function lostBelow(a: ReturnType<typeof scaled>, b: ReturnType<typeof scaled>): number {
  const least = { rows: 1, cols: 1, data: Float64Array.of(Number.MIN_VALUE) };
  return rowNorm(a.A) * largest(lifted(least, a.exponent - b.exponent));
}

const identity = (n: number): Plain => ({
  rows: n,
  cols: n,
  data: Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0)),
});

/** ‖QᵀQ − I‖ ≤ c n ε */
function orthogonalLaw(fault: string, Q: Plain): Fault | null {
  return off(`${fault} not orthogonal`, largest(residual(transposed(Q), Q, identity(Q.cols))), ROOM * Math.max(Q.rows, Q.cols) * EPS);
}

/** ‖A − BC‖ ≤ c n ε ‖A‖ */
function factorLaw(fault: string, A: Plain, B: Plain, C: Plain, growth = 1): Fault | null {
  const a = scaled(A);
  if (a.exponent < -960) return null;
  const R = residual(B, lifted(C, -a.exponent), a.A);
  if (!R.data.every(Number.isFinite)) return null;
  return off(fault, largest(R), ROOM * growth * Math.max(A.rows, A.cols) ** 2 * EPS);
}

const permuted = (A: Plain, rows: ArrayLike<number>): Plain => ({
  ...A,
  data: Float64Array.from({ length: A.data.length }, (_, k) => at(A, rows[Math.floor(k / A.cols)] as number, k % A.cols)),
});

interface Factor {
  readonly L: Plain;
  readonly U: Plain;
  readonly D: Plain;
  readonly Q: Plain;
  readonly R: Plain;
  readonly permutation: Int32Array;
  readonly pivots: Int32Array;
  readonly b: Float64Array;
  readonly x: Float64Array | null;
  readonly conditionEstimate: number;
}

function product(A: Plain, B: Plain): Plain {
  const zero = { rows: A.rows, cols: B.cols, data: new Float64Array(A.rows * B.cols) };
  const R = residual(A, B, zero);
  return { ...R, data: R.data.map((value) => -value) };
}

const solved = (A: Plain, { x, b }: Factor): Fault | null =>
  x === null ? null : solutionLaw("residual of solve", A, asPlain(x), asPlain(b), 100);

/** Laws of the results of mercer/linalg. */
export const ALGEBRA: Readonly<Record<string, Judge>> = {
  "linalg.matmul": ({ args }, _, value) => {
    const [A, B] = [plain(args[0]), plain(args[1])];
    return A && B && A.cols === B.rows ? productLaw("product", A, B, asPlain(value)) : null;
  },
  "linalg.syrk": ({ args }, _, value) => {
    const A = plain(args[0]);
    return A ? productLaw("product", A, transposed(A), asPlain(value)) : null;
  },
  "linalg.solve": ({ args }, _, value) => {
    const [A, B] = [plain(args[0]), plain(args[1])];
    return A && B ? solutionLaw("residual", A, asPlain(value), B, 100) : null;
  },
  "linalg.cholesky": ({ args }, _, value) => {
    const A = plain(args[0]);
    const factor = value as Factor;
    return A ? (factorLaw("L Lᵀ", A, factor.L, transposed(factor.L)) ?? solved(A, factor)) : null;
  },
  "linalg.lu": ({ args }, _, value) => {
    const A = plain(args[0]);
    const factor = value as Factor;
    return A ? (factorLaw("L U", permuted(A, factor.permutation), factor.L, factor.U, 2 ** A.rows) ?? solved(A, factor)) : null;
  },
  "linalg.ldl": ({ args }, _, value) => {
    const A = plain(args[0]);
    const { L, D, permutation } = value as Factor;
    if (!A || largest(D) > 2 ** 1000) return null;
    const both = transposed(permuted(transposed(permuted(A, permutation)), permutation));
    return factorLaw("L D Lᵀ", both, product(L, D), transposed(L), 2 ** A.rows);
  },
  "linalg.qr": ({ args }, _, value) => {
    const A = plain(args[0]);
    const { Q, R, pivots } = value as Factor;
    if (!A) return null;
    const columns = transposed(permuted(transposed(A), pivots));
    return orthogonalLaw("Q", Q) ?? factorLaw("Q R", columns, Q, R);
  },
  "linalg.eigh": ({ args }, _, value) => {
    const A = plain(args[0]);
    const { values, vectors } = value as { values: Float64Array; vectors: Plain };
    if (!A) return null;
    if (values.some((one, k) => k > 0 && one < (values[k - 1] as number))) return ["eigenvalues out of order", values.join()];
    const stretched = { ...vectors, data: vectors.data.map((v, k) => v * (values[k % vectors.cols] as number)) };
    return orthogonalLaw("V", vectors) ?? factorLaw("V Λ Vᵀ", A, stretched, transposed(vectors));
  },
  "linalg.lstsq": ({ args }, _, value) => {
    const [A, B] = [plain(args[0]), plain(args[1])];
    const { solution, rank } = value as { solution: unknown; rank: number };
    if (!A || !B || rank < Math.min(A.rows, A.cols) || A.rows < A.cols) return null;
    return normalLaw(A, asPlain(solution), B);
  },
  "linalg.pinv": ({ args }, _, value) => {
    const A = plain(args[0]);
    const G = asPlain(value);
    if (!A || Number((args[1] as { tolerance?: number } | undefined)?.tolerance ?? 0) > 1e-9) return null;
    return G.rows === A.cols && G.cols === A.rows ? penroseLaw(A, G) : ["pinv: shape", `${G.rows} × ${G.cols}`];
  },
};

/** Aᵀ(b − Ax) = 0 to c n ε ‖A‖(‖A‖‖x‖ + ‖b‖) */
export function normalLaw(A: Plain, X: Plain, B: Plain): Fault | null {
  const [a, b] = [scaled(A), scaled(B)];
  const x = lifted(X, a.exponent - b.exponent);
  if (!(largest(x) < 2 ** 900)) return null;
  const r = residual(a.A, x, b.A);
  const gradient = product(transposed(a.A), r);
  const norm = rowNorm(a.A) * A.rows;
  return off("normal equations", largest(gradient), 1000 * A.rows * A.cols * EPS * norm * (norm * largest(x) + 1) + norm * lostBelow(a, b));
}

/** AGA = A to c n ε κ ‖A‖, where κ is ‖A‖‖G‖ */
function penroseLaw(A: Plain, G: Plain): Fault | null {
  const a = scaled(A);
  const g = lifted(G, a.exponent);
  if (!(largest(g) < 2 ** 400) || (largest(G) > 0 && largest(G) < 2 ** -960)) return null;
  const size = Math.max(A.rows, A.cols);
  const condition = rowNorm(a.A) * rowNorm(g);
  // elements far below the largest are rounding to the rank
  const R = residual(product(a.A, g), a.A, a.A);
  return off("A A⁺ A", largest(R), 1000 * size * size * EPS * Math.max(1, condition));
}
