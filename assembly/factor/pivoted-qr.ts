import { Address } from "../address";
import { axpy, dot, swap } from "../blas/vector";

/**
 * A P = Q R by reflections H = I − v vᵀ/β, in place, for the first n columns of A (m × (n + t), its rows contiguous and ld apart): R on and
 * above the diagonal, v below it without its head; the other t columns become Qᵀ times what they were.
 *
 * The longest of the remaining columns goes first, ties to the lowest index: `pivots` receives one 32-bit index for each of the min(m, n)
 * steps, step k having exchanged columns k and pivots[k]. `reflectors` receives the heads of v, then the β; `work` has room for 2n + t.
 */
export function pivotedQr(m: i32, n: i32, t: i32, a: usize, ld: i32, pivots: usize, reflectors: usize, work: usize): void {
  const steps = min(m, n);
  const lengths = Address.at(work, n + t);
  squaredLengths(m, n, a, ld, lengths);
  for (let k = 0; k < steps; k++) {
    const p = longest(n, k, lengths);
    store<i32>(pivots + ((<usize>k) << 2), p);
    if (p !== k) {
      swap(m, Address.at(a, k), ld, Address.at(a, p), ld);
      store<f64>(Address.at(lengths, p), load<f64>(Address.at(lengths, k)));
    }
    const diagonal = Address.of(a, ld, 1, k, k);
    const length = sqrt(dot(m - k, diagonal, ld, diagonal, ld));
    const first = load<f64>(diagonal);
    // v = x − r e₁ with r of the other sign, so that nothing cancels; β = v·v/2
    const r = first > 0 ? -length : length;
    store<f64>(diagonal, r);
    store<f64>(Address.at(reflectors, k), first - r);
    store<f64>(Address.at(reflectors, steps + k), length * abs(first - r));
    reflect(k, steps, m, n + t - k - 1, a, ld, reflectors, Address.at(diagonal, 1), ld, work);
    squaredLengths(m - k - 1, n - k - 1, Address.at(diagonal, ld + 1), ld, Address.at(lengths, k + 1));
  }
}

/** X ← Q X, or Qᵀ X, for X (m × t), of the first `count` reflections of `pivotedQr`, made in `steps` steps. `work` has room for t. */
export function applyQ(
  m: i32,
  count: i32,
  steps: i32,
  t: i32,
  transposed: bool,
  a: usize,
  ld: i32,
  reflectors: usize,
  x: usize,
  work: usize,
): void {
  for (let i = 0; i < count; i++) {
    const k = transposed ? i : count - 1 - i;
    reflect(k, steps, m, t, a, ld, reflectors, Address.at(x, k * t), t, work);
  }
}

/** C ← C − v (vᵀC)/β for C ((m − k) × columns), with reflection k. */
function reflect(k: i32, steps: i32, m: i32, columns: i32, a: usize, ld: i32, reflectors: usize, c: usize, ldc: i32, work: usize): void {
  const beta = load<f64>(Address.at(reflectors, steps + k));
  if (!(beta > 0)) return;
  const head = load<f64>(Address.at(reflectors, k));
  const v = Address.of(a, ld, 1, k, k);
  memory.fill(work, 0, (<usize>columns) << 3);
  for (let i = 0; i < m - k; i++) {
    axpy(columns, i === 0 ? head : load<f64>(Address.at(v, i * ld)), Address.at(c, i * ldc), 1, work, 1);
  }
  for (let i = 0; i < m - k; i++) {
    axpy(columns, -(i === 0 ? head : load<f64>(Address.at(v, i * ld))) / beta, work, 1, Address.at(c, i * ldc), 1);
  }
}

function squaredLengths(m: i32, n: i32, a: usize, ld: i32, lengths: usize): void {
  memory.fill(lengths, 0, (<usize>n) << 3);
  for (let i = 0; i < m; i++) {
    const row = Address.at(a, i * ld);
    for (let j = 0; j < n; j++) {
      const value = load<f64>(Address.at(row, j));
      const at = Address.at(lengths, j);
      store<f64>(at, load<f64>(at) + value * value);
    }
  }
}

function longest(n: i32, k: i32, lengths: usize): i32 {
  let best = k;
  for (let j = k + 1; j < n; j++) {
    if (load<f64>(Address.at(lengths, j)) > load<f64>(Address.at(lengths, best))) best = j;
  }
  return best;
}
