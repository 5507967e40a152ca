import { Address } from "../address";

/**
 * Rejection sampling of pivots: candidate j is accepted where u_j·h⁰_jj < h_jj, h⁰_jj being what was left of its diagonal element at first and h_jj what the
 * candidates accepted before it leave of it; then it is eliminated, one step of Cholesky. A candidate drawn twice rejects itself.
 *
 * The lower triangle of H (b × b, rows contiguous) is read, and destroyed: of accepted candidates it then has the Cholesky factor, in their rows and
 * columns. `accepted` receives which they are, as 32-bit numbers. Returns how many.
 *
 * Source: E. N. Epperly, J. A. Tropp, R. J. Webber, Embrace rejection, arXiv 2410.03969, algorithm 2.1.
 */
export function acceptPivots(b: i32, h: usize, uniforms: usize, left: usize, accepted: usize): i32 {
  let count = 0;
  for (let j = 0; j < b; j++) {
    const rowJ = Address.at(h, j * b);
    const square = load<f64>(Address.at(rowJ, j));
    if (!(square > 0) || !(load<f64>(Address.at(uniforms, j)) * load<f64>(Address.at(left, j)) < square)) continue;
    store<i32>(Address.index(accepted, count++), j);
    const pivot = sqrt(square);
    store<f64>(Address.at(rowJ, j), pivot);
    for (let i = j + 1; i < b; i++) {
      const at = Address.of(h, b, 1, i, j);
      store<f64>(at, load<f64>(at) / pivot);
    }
    // h_ic −= l_ij l_cj
    for (let i = j + 1; i < b; i++) {
      const rowI = Address.at(h, i * b);
      const factor = load<f64>(Address.at(rowI, j));
      for (let c = j + 1; c <= i; c++) {
        const at = Address.at(rowI, c);
        store<f64>(at, load<f64>(at) - factor * load<f64>(Address.of(h, b, 1, c, j)));
      }
    }
  }
  return count;
}
