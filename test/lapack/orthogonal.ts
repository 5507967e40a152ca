import { lstsq, matrix, pinv, qr } from "../../src/entries/linalg";
import { normals, random } from "../support/generator";
import { identity, product, transpose } from "../support/oracles";
import { remainder } from "./doubled";
import type { Sample } from "./matrices";
import { columnNorm, frobenius, ratioOf } from "./norms";
import type { Note } from "./solutions";

/** ‖QR − AP‖/(max(m, n)‖A‖ε) (dqrt01, dqpt01), ‖I − QᵀQ‖/(mε), and |r_kk| that do not increase where columns are chosen. */
export function checkQr(pivoting: boolean, { m, n, A }: Sample, note: Note): void {
  const { Q, R, pivots } = qr(matrix(A.slice(), m, n), { pivoting });
  const steps = Math.min(m, n);
  const AP = A.map((_, at) => A[Math.floor(at / n) * n + (pivots[at % n] as number)] as number);
  const left = remainder(m, n, steps, Q.data, transpose(steps, n, R.data), AP);
  note("‖QR − AP‖", ratioOf(columnNorm(m, n, left), columnNorm(m, n, A), Math.max(m, n)));
  const Qt = transpose(m, steps, Q.data);
  note("‖I − QᵀQ‖", ratioOf(columnNorm(steps, steps, remainder(steps, steps, m, Qt, Qt, identity(steps))), 1, m));
  note("triangle", R.data.every((value, at) => at % n >= Math.floor(at / n) || value === 0) ? 0 : Number.POSITIVE_INFINITY);
  if (!pivoting) return;
  const diagonal = Array.from({ length: steps }, (_, k) => Math.abs(R.data[k * (n + 1)] as number));
  const slack = 1e-14 * (diagonal[0] as number);
  const falls = diagonal.every((value, k) => k === 0 || value <= (diagonal[k - 1] as number) * (1 + 1e-7) + slack);
  note("order", falls ? 0 : Number.POSITIVE_INFINITY);
}

/** A times a power of two that brings it to 1. */
function unitOf(A: Float64Array): { readonly unit: Float64Array; readonly scale: number } {
  const largest = A.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = largest === 0 ? 1 : 2 ** -Math.floor(Math.log2(largest));
  return { unit: A.map((value) => value * scale), scale };
}

/** ‖Aᵀ(b − Ax)‖ (dqrt17), and ‖b − Ax‖ for a b of the range (dqrt16), each in units of its own rounding. */
export function checkLeastSquares({ m, n, A }: Sample, note: Note): void {
  const { unit, scale } = unitOf(A);
  const [norm, size] = [frobenius(unit), Math.max(m, n)];
  const left = (b: Float64Array): { readonly rest: Float64Array; readonly x: Float64Array } => {
    const x = lstsq(matrix(A.slice(), m, n), b).solution.map((value) => value / scale);
    return { rest: remainder(m, 1, n, unit, x, b), x };
  };
  const b = normals(random(m), m);
  const any = left(b);
  const gradient = remainder(n, 1, m, transpose(m, n, unit), any.rest, new Float64Array(n));
  note("‖Aᵀ(b − Ax)‖", ratioOf(frobenius(gradient), norm * (frobenius(b) + norm * frobenius(any.x)), size));
  const met = product(m, 1, n, unit, normals(random(n), n));
  const within = left(met);
  note("‖b − Ax‖, b of the range", ratioOf(frobenius(within.rest), norm * frobenius(within.x) + frobenius(met), size));
}

/** The four laws of Moore and Penrose, each in units of the rounding of its products. */
export function checkPseudoInverse({ m, n, A }: Sample, note: Note): void {
  const { unit, scale } = unitOf(A);
  const X = pinv(matrix(A.slice(), m, n)).data.map((value) => value / scale);
  const [a, x, size] = [frobenius(unit), frobenius(X), Math.max(m, n)];
  const [At, Xt] = [transpose(m, n, unit), transpose(n, m, X)];
  const negative = (rows: number, cols: number, k: number, P: Float64Array, Qt: Float64Array): Float64Array =>
    remainder(rows, cols, k, P, Qt, new Float64Array(rows * cols)).map((value) => -value);
  const [AX, XA] = [negative(m, m, n, unit, Xt), negative(n, n, m, X, At)];
  note("‖AXA − A‖", ratioOf(frobenius(remainder(m, n, m, AX, At, unit)), a * a * x, size));
  note("‖XAX − X‖", ratioOf(frobenius(remainder(n, m, n, XA, Xt, X)), x * x * a, size));
  const skew = (k: number, M: Float64Array): number => frobenius(transpose(k, k, M).map((value, at) => value - (M[at] as number)));
  note("‖(AX)ᵀ − AX‖", ratioOf(skew(m, AX), a * x, size));
  note("‖(XA)ᵀ − XA‖", ratioOf(skew(n, XA), a * x, size));
}
