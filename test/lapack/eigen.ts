import { eigh, matrix } from "../../src/entries/linalg";
import { identity, transpose } from "../support/oracles";
import { remainder } from "./doubled";
import type { Symmetric } from "./eigen-matrices";
import { columnNorm, ratioOf, rowNorm } from "./norms";
import type { Note } from "./solutions";

/** ‖A − VΛVᵀ‖/(n‖A‖ε) and ‖I − VᵀV‖/(nε) (dsyt21), ascending values, and |λ − λ*|/(n‖A‖ε) where the spectrum is known. */
export function checkEigen({ n, A, spectrum }: Symmetric, note: Note): void {
  const { values, vectors } = eigh(matrix(A.slice(), n, n));
  const V = vectors.data;
  const size = rowNorm(n, n, A);
  // V Λ to its last digit: only rounding of one product for each element
  const scaled = V.map((v, at) => v * (values[at % n] as number));
  note("‖A − VΛVᵀ‖", ratioOf(columnNorm(n, n, remainder(n, n, n, scaled, V, A)), size, n));
  const Vt = transpose(n, n, V);
  note("‖I − VᵀV‖", ratioOf(rowNorm(n, n, remainder(n, n, n, Vt, Vt, identity(n))), 1, n));
  note("order", values.every((value, i) => i === 0 || value >= (values[i - 1] as number)) ? 0 : Number.POSITIVE_INFINITY);
  if (spectrum === undefined) return;
  const wanted = spectrum.slice().sort();
  note("|λ − λ*|", ratioOf(Math.max(0, ...values.map((value, i) => Math.abs(value - (wanted[i] as number)))), size, n));
}
