import { Lanes } from "../lanes";
import { Exp } from "../math/exp";
import { Polynomial } from "../math/polynomial";

/*
 * A series of Matérn 3/2: the state (f, f′/λ), its gaps s = λ(x_i − x_{i−1}). With g_k = ∫₀ˢ uᵏe^(−2u) du
 *
 *     F = e⁻ˢ ⎛1 + s    s  ⎞    Q = 4 ⎛g₂        g₁ − g₂      ⎞
 *             ⎝ −s    1 − s⎠          ⎝g₁ − g₂   g₀ − 2g₁ + g₂⎠
 *
 * `src/series/decay.ts` has the same numbers one at a time.
 */

/** c_k of g₂ = s³e^(−2s) Σ c_k sᵏ for s ≤ 1, relative error 2⁻⁵⁴; 16 of them, the last two 0. */
const NEAR = memory.data<f64>(
  [
    0.3333333333333333, 0.16666666666666727, 0.06666666666662809, 0.02222222222320729, 0.006349206336098739, 0.0015873016916050041,
    0.0003527331494676479, 7.054860602542252e-5, 1.2822160116188544e-5, 2.1454395569537495e-6, 3.1985149491521763e-7, 5.420932264003646e-8,
    2.5868605627434577e-9, 1.812278508308024e-9, 0, 0,
  ],
  16,
);

/** Beyond it all is forgotten: e^(−s) is as good as 0. */
const FORGOTTEN: f64 = 706;

/** Bytes of what two gaps make: F₀₀, F₀₁, F₁₁ and Q₀₀, Q₀₁, Q₁₁, two numbers each. */
const MOVES: usize = 96;

/** Bytes of what is kept of a point: S, the two gains, and the three numbers of the covariance after it. */
const KEPT: usize = 48;

/** Where the numbers of the state lie: λ, c; the covariance p, r, w and the expected state a, b after the last point; Σ v²/S; Π S = m · 2ᵉ as m and e; S where it was not positive. */
const RATE: usize = 0;
const SCALE: usize = 8;
const P: usize = 16;
const R: usize = 24;
const W: usize = 32;
const A: usize = 40;
const B: usize = 48;
const SQUARES: usize = 56;
const PRODUCT: usize = 64;
const EXPONENT: usize = 72;
const STOPPED: usize = 80;

/** Products of numbers within 2^±500 stay numbers. */
const SMALL = reinterpret<f64>((1023 - 500) << 52);
const LARGE = reinterpret<f64>((1023 + 500) << 52);

/**
 * The Kalman filter over n points:
 *
 *     P ← F P Fᵀ + cQ,  a ← F a;  S = P₀₀ + N,  k = P e₀/S,  v = y − a₀,  P ← P − S k kᵀ,  a ← a + k v
 *
 * @param x room for n + 2 numbers: the place of the point before, those of the points, and one that is not looked at
 * @param y what is observed; 0 where only the covariance is asked for
 * @param state of 11 numbers, see above
 * @param moves room for 6 numbers a point, one more than n
 * @param kept where 6 numbers a point are written; 0 for nowhere
 * @returns n, or the first point whose S is not positive and finite
 */
export function filterPair(n: i32, x: usize, noise: usize, y: usize, state: usize, moves: usize, kept: usize): i32 {
  moveOver(n, x, load<f64>(state, RATE), moves);
  const c = load<f64>(state, SCALE);
  let p = load<f64>(state, P);
  let r = load<f64>(state, R);
  let w = load<f64>(state, W);
  let a = load<f64>(state, A);
  let b = load<f64>(state, B);
  let squares = load<f64>(state, SQUARES);
  let product = load<f64>(state, PRODUCT);
  let exponent = load<f64>(state, EXPONENT);
  let i = 0;
  for (; i < n; i++) {
    const move = moves + <usize>(i >> 1) * MOVES + ((<usize>(i & 1)) << 3);
    const f00 = load<f64>(move);
    const f01 = load<f64>(move, 16);
    const f11 = load<f64>(move, 32);
    const first = f00 * p + f01 * r;
    const second = f00 * r + f01 * w;
    const third = f11 * r - f01 * p;
    const fourth = f11 * w - f01 * r;
    p = first * f00 + second * f01 + c * load<f64>(move, 48);
    r = third * f00 + fourth * f01 + c * load<f64>(move, 64);
    w = fourth * f11 - third * f01 + c * load<f64>(move, 80);
    const own = load<f64>(noise + ((<usize>i) << 3));
    const s = own + p;
    if (!(s > 0 && s < Infinity)) {
      store<f64>(state, s, STOPPED);
      break;
    }
    const k = p / s;
    const l = r / s;
    if (y) {
      const expected = f00 * a + f01 * b;
      const v = load<f64>(y + ((<usize>i) << 3)) - expected;
      b = f11 * b - f01 * a + l * v;
      a = expected + k * v;
      squares += v * (v / s);
      const scale = Size.excess(s);
      product *= scale === 0 ? s : s * Size.power(-scale);
      exponent += scale;
      const grown = Size.excess(product);
      if (grown !== 0) {
        product *= Size.power(-grown);
        exponent += grown;
      }
    }
    // P − k P₀, twice: what the rounding of k leaves is of second order
    const top = p - k * p;
    const side = r - l * p;
    const end = w - l * r;
    const rest = own * l - side;
    p = top + (own * k - top) * k;
    r = side + rest * k;
    w = end + rest * l;
    if (!kept) continue;
    const at = kept + <usize>i * KEPT;
    store<f64>(at, s);
    store<f64>(at, k, 8);
    store<f64>(at, l, 16);
    store<f64>(at, p, 24);
    store<f64>(at, r, 32);
    store<f64>(at, w, 40);
  }
  store<f64>(state, p, P);
  store<f64>(state, r, R);
  store<f64>(state, w, W);
  store<f64>(state, a, A);
  store<f64>(state, b, B);
  store<f64>(state, squares, SQUARES);
  store<f64>(state, product, PRODUCT);
  store<f64>(state, exponent, EXPONENT);
  return i;
}

/** F and Q of the gap before each point, two at a time; the last of an odd number has a neighbour that is not looked at. */
function moveOver(n: i32, x: usize, rate: f64, moves: usize): void {
  const one = Lanes.splat(1);
  const two = Lanes.splat(2);
  for (let i = 0; i < n; i += 2, x += 16, moves += MOVES) {
    const gap = Lanes.sub(Lanes.load(x + 8), Lanes.load(x));
    const s = Lanes.smaller(Lanes.mul(gap, Lanes.splat(rate)), Lanes.splat(FORGOTTEN));
    const e = Exp.ordinary(Lanes.negate(s));
    const e2 = Lanes.mul(e, e);
    const s2 = Lanes.mul(s, s);
    const s4 = Lanes.mul(s2, s2);
    const e2s = Lanes.mul(e2, s);
    const e2s2 = Lanes.mul(e2s, s);
    const far = Lanes.exceeds(s, one);
    // near: from g₂ down, sums of positive terms, which keep all digits of small numbers
    const upper = Lanes.madd(Polynomial.cubic(NEAR + 96, s, s2), s4, Polynomial.cubic(NEAR + 64, s, s2));
    const sum = Lanes.madd(Lanes.madd(upper, s4, Polynomial.cubic(NEAR + 32, s, s2)), s4, Polynomial.cubic(NEAR, s, s2));
    let g2 = Lanes.mul(Lanes.mul(e2s2, s), sum);
    let g1 = Lanes.mul(Lanes.madd(two, g2, e2s2), Lanes.splat(0.5));
    let g0 = Lanes.madd(two, g1, e2s);
    if (Lanes.any(far)) {
      // and from g₀ up
      const f0 = Lanes.mul(Lanes.sub(one, e2), Lanes.splat(0.5));
      const f1 = Lanes.mul(Lanes.sub(f0, e2s), Lanes.splat(0.5));
      const f2 = Lanes.mul(Lanes.sub(Lanes.mul(two, f1), e2s2), Lanes.splat(0.5));
      g0 = Lanes.select(far, f0, g0);
      g1 = Lanes.select(far, f1, g1);
      g2 = Lanes.select(far, f2, g2);
    }
    Lanes.store(moves, Lanes.mul(e, Lanes.add(one, s)));
    Lanes.store(moves + 16, Lanes.mul(e, s));
    Lanes.store(moves + 32, Lanes.mul(e, Lanes.sub(one, s)));
    const four = Lanes.splat(4);
    Lanes.store(moves + 48, Lanes.mul(four, g2));
    Lanes.store(moves + 64, Lanes.mul(four, Lanes.sub(g1, g2)));
    Lanes.store(moves + 80, Lanes.mul(four, Lanes.add(Lanes.sub(g0, Lanes.mul(two, g1)), g2)));
  }
}

/** Numbers that products are kept from growing beyond. */
class Size {
  /** The exponent to be taken out of a positive number; 0 within 2^±500. */
  @inline static excess(x: f64): f64 {
    if (x >= SMALL && x <= LARGE) return 0;
    // so that 2⁻ᵏ is a normal number, whatever x is
    return <f64>min<i64>(1000, max<i64>(-1000, (reinterpret<i64>(x) >> 52) - 1023));
  }

  /** 2ᵏ for a whole number within ±1000. */
  @inline static power(k: f64): f64 {
    return reinterpret<f64>((<i64>k + 1023) << 52);
  }
}
