/** Fills x with (i + 1)φ mod 1, φ the golden ratio less 1: no sign pattern or symmetry of a matrix is likely to be orthogonal to it. */
export function fillGeneric(x: Float64Array): Float64Array {
  for (let i = 0; i < x.length; i++) x[i] = ((i + 1) * 0.6180339887498949) % 1;
  return x;
}
