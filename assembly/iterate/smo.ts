import { Address } from "../address";
import { Product } from "../blas/gemm";
import { gemv } from "../blas/gemv";
import { Lanes } from "../lanes";

/*
 * A box-constrained quadratic problem of n points at one address: ⌈n/2⌉ lines of slopes, as many of boxes, then the vectors y, weights, noise, β
 * and h, of n elements and one more for an odd n, and 5 results. Points come two by two, as the lanes take them: a line of slopes is
 *
 *     f f   rise rise   fall fall   K_ii K_ii
 *
 * and one of boxes β β lower lower upper upper. f is y − Kβ; −∂F/∂β_i is f + rise for a β_i that rises, −∞ where it cannot, and f + fall for one
 * that falls, ∞ where it cannot. The place without a point that an odd n leaves changes nothing as long as its rise is −∞ and its fall ∞.
 */

// Bytes of a line.
const LINE: usize = 64;
const BOX: usize = 48;

// Bytes in a line.
const RISE: usize = 16;
const FALL: usize = 32;
const DIAGONAL: usize = 48;
const LOWER: usize = 16;
const UPPER: usize = 32;

// Where the parts begin, in bytes for every two points.
const BOXES: usize = 64;
const Y: usize = 112;
const WEIGHTS: usize = 128;
const NOISE: usize = 144;
const BETA: usize = 160;
const H: usize = 176;
const RESULTS: usize = 192;

// The share of its curvature that is left to a pair of rows that are alike.
const ALIKE: f64 = 1e-6;

/**
 * β = 0 in its box, −fall·C_i ≤ β_i ≤ rise·C_i, C_i = w_i/(2λ), for the hinge also y_i β_i ≥ 0; the diagonal of K. y and the weights are in their
 * places.
 */
export function startPairs(n: i32, gram: usize, pairs: usize, lambda: f64, hinge: bool, fall: f64, rise: f64): void {
  const y = part(pairs, n, Y);
  const weights = part(pairs, n, WEIGHTS);
  if (n & 1) {
    store<f64>(lane(pairs, LINE, n), -Infinity, RISE);
    store<f64>(lane(pairs, LINE, n), Infinity, FALL);
  }
  for (let i = 0; i < n; i++) {
    const box = lane(part(pairs, n, BOXES), BOX, i);
    const side = hinge ? load<f64>(Address.at(y, i)) : 0;
    const bound = load<f64>(Address.at(weights, i)) / (2 * lambda);
    store<f64>(lane(pairs, LINE, i), Address.get(gram, n, 1, i, i), DIAGONAL);
    store<f64>(box, 0);
    store<f64>(box, side > 0 ? 0 : -fall * bound, LOWER);
    store<f64>(box, side < 0 ? 0 : rise * bound, UPPER);
  }
}

/**
 * Where β stands, with β and h = Kβ in their places and f and its slopes made anew from them. The results are
 *
 *     violation   by how much the largest slope of a β that rises exceeds the least of one that falls; alone the largest of both
 *     b           the middle of these two numbers, or the one that is finite; alone 0
 *     gap         of J/(2λ) to its dual: Σ of terms none of which is negative, so nothing cancels
 *     primal      J/(2λ) = ½ βᵀKβ + Σ C L
 *     loss        Σ w L, h without the noise on the diagonal of K
 *
 * With r = y − h − b the terms of the gap, L + L* + βr of Fenchel's inequality, are
 *
 *     (upper − β)(r − ε) + ε(|β| − β)      r > ε
 *     (β − lower)(−r − ε) + ε(|β| + β)     r < −ε
 *     |β|(ε − r sign β)                    else
 *
 * fall and rise are the sides of the box in units of C, as startPairs has them. Returns max |y_i| + |f_i|.
 */
export function judgePairs(n: i32, gram: usize, pairs: usize, epsilon: f64, alone: bool, fall: f64, rise: f64): f64 {
  const boxes = part(pairs, n, BOXES);
  const y = part(pairs, n, Y);
  const betas = part(pairs, n, BETA);
  const h = part(pairs, n, H);
  for (let i = 0; i < n; i++) store<f64>(Address.at(betas, i), load<f64>(lane(boxes, BOX, i)));
  memory.fill(h, 0, (<usize>n) << 3);
  gemv(Product.vector(n, n, 1).of(gram, n, 1, betas, 1, 1).into(h, 1, 1));
  let magnitude: f64 = 0;
  let rising: f64 = -Infinity;
  let falling: f64 = Infinity;
  for (let i = 0; i < n; i++) {
    const at = lane(pairs, LINE, i);
    const target = load<f64>(Address.at(y, i));
    const f = target - load<f64>(Address.at(h, i));
    store<f64>(at, f);
    magnitude = max(magnitude, abs(target) + abs(f));
    move(at, lane(boxes, BOX, i), epsilon, 0, 0);
    rising = max(rising, slopeOf(at, 1));
    falling = min(falling, slopeOf(at, -1));
  }
  let b: f64 = 0;
  if (alone) {
    rising = max(rising, -falling);
    falling = 0;
  } else {
    b = falling + (rising - falling) / 2;
    if (rising === -Infinity) b = falling;
    if (falling === Infinity) b = rising;
  }
  let gap: f64 = 0;
  let primal: f64 = 0;
  let loss: f64 = 0;
  for (let i = 0; i < n; i++) {
    const f = load<f64>(lane(pairs, LINE, i));
    const box = lane(boxes, BOX, i);
    const beta = load<f64>(box);
    const lower = load<f64>(box, LOWER);
    const upper = load<f64>(box, UPPER);
    const above = f - b - epsilon;
    const below = b - f - epsilon;
    primal += (beta * load<f64>(Address.at(h, i))) / 2 + max(0, max(upper * above, -lower * below));
    if (above > 0) gap += (upper - beta) * above + epsilon * (abs(beta) - beta);
    else if (below > 0) gap += (beta - lower) * below + epsilon * (abs(beta) + beta);
    else gap -= abs(beta) * (beta > 0 ? above : below);
    const hidden = beta * load<f64>(Address.at(part(pairs, n, NOISE), i));
    const missed = max(upper > 0 ? rise * (above + hidden) : 0, lower < 0 ? fall * (below - hidden) : 0);
    loss += load<f64>(Address.at(part(pairs, n, WEIGHTS), i)) * max(0, missed);
  }
  const results = part(pairs, n, RESULTS);
  store<f64>(results, max(0, rising - falling));
  store<f64>(results, b, 8);
  store<f64>(results, gap, 16);
  store<f64>(results, primal, 24);
  store<f64>(results, loss, 32);
  return magnitude;
}

/**
 * At most `limit` steps of sequential minimal optimisation on
 *
 *     F(β) = ½ βᵀKβ − yᵀβ + ε Σ|β_i|,  lower ≤ β ≤ upper (0 between them),  Σβ = 0 unless `alone`
 *
 * from where judgePairs has left β and its slopes; K is n × n, by rows, and one element after it is read. A step moves a pair along (p, q) to the
 * least F there before a kink or bound: i has the steepest slope, j promises most with it,
 *
 *     Σβ = 0   (1, −1)                     j has the largest v²/(K_ii + K_jj − 2K_ij), v = slope_i − slope_j
 *     alone    the least of F over both    j has the largest v²/(K_jj − K_ij²/K_ii), v the slope that i's own step would leave there
 *
 * Where F falls without curvature a pair goes as far as it can; alone, i moves by itself where the rows are alike and that promises more within the box. Source: Fan, Chen, Lin, JMLR 6 (2005), working set selection 2.
 *
 * Stops when the violation is no more than the tolerance, or when rounding lets no β move. Returns the number of steps; the results are overwritten.
 */
export function minimizePairs(n: i32, gram: usize, pairs: usize, epsilon: f64, alone: bool, tolerance: f64, limit: i32): i32 {
  const work = part(pairs, n, RESULTS);
  let rowI = gram;
  let rowJ = gram;
  let a: f64 = 0;
  let b: f64 = 0;
  let taken = 0;
  while (true) {
    const i = advance(n, pairs, rowI, a, rowJ, b, alone, work);
    rowI = Address.at(gram, n * i);
    const at = lane(pairs, LINE, i);
    const box = lane(part(pairs, n, BOXES), BOX, i);
    const own = load<f64>(at, DIAGONAL);
    let slope = slopeOf(at, 1);
    if (alone && !(slope > 0)) slope = min(0, slopeOf(at, -1));
    const step = alone && own > 0 ? slope / own : 0;
    const j = partner(n, pairs, rowI, own, slope, step, alone, work);
    const violation = alone ? abs(slope) : slope - min(load<f64>(work), load<f64>(work, 8));
    if (!(violation > tolerance) || taken === limit) break;

    rowJ = Address.at(gram, n * j);
    const atJ = lane(pairs, LINE, j);
    const boxJ = lane(part(pairs, n, BOXES), BOX, j);
    const beside = load<f64>(Address.at(rowI, j));
    const other = load<f64>(atJ, DIAGONAL);
    let p: f64 = 1;
    let q: f64 = -1;
    if (alone) {
      let left = slopeOf(atJ, 1) - step * beside;
      if (left > 0) q = 1;
      else left = step * beside - slopeOf(atJ, -1);
      // (p, q) solves the equations of both, divided by |q|
      p = ((slope * max(0, other - (beside * beside) / own)) / left - beside * q) / own;
    }
    const descent = p * slopeOf(at, p) + q * slopeOf(atJ, q);
    const curvature = p * p * own + q * (q * other + 2 * p * beside);
    let t = min(room(box, p), room(boxJ, q));
    if (curvature > 0) t = min(t, descent / curvature);
    const side: f64 = slope > 0 ? 1 : -1;
    let single: f64 = 0;
    let byItself = alone && (i === j || !(descent > 0));
    if (alone) {
      single = room(box, side);
      if (own > 0) single = min(single, abs(slope) / own);
      // where the rows are alike the pair's own way may promise next to nothing within the box
      if (curvature <= ALIKE * (p * p * own + q * q * other)) {
        byItself = byItself || single * (abs(slope) - (single * own) / 2) > t * (descent - (t * curvature) / 2);
      }
    }
    if (byItself) {
      p = side;
      q = 0;
      t = single;
    }
    a = t * p;
    b = t * q;
    const moved = move(at, box, epsilon, p, t);
    if (!move(atJ, boxJ, epsilon, q, t) && !moved) break;
    taken++;
  }
  return taken;
}

/** Where a part begins. */
function part(pairs: usize, n: i32, bytes: usize): usize {
  return pairs + bytes * (<usize>(n + 1) >> 1);
}

/** Where a point's numbers begin. */
function lane(lines: usize, length: usize, i: i32): usize {
  return lines + length * (<usize>i >> 1) + ((<usize>i & 1) << 3);
}

/** −∂F/∂β for a β that moves along p. */
function slopeOf(at: usize, p: f64): f64 {
  return load<f64>(at) + (p > 0 ? load<f64>(at, RISE) : load<f64>(at, FALL));
}

/** Where β ends when it moves along p: at its bound, or before it at the kink of ε|β|. */
function endOf(box: usize, p: f64): f64 {
  const bound = p > 0 ? load<f64>(box, UPPER) : load<f64>(box, LOWER);
  return load<f64>(box) * p < 0 && bound * p > 0 ? 0 : bound;
}

/** How many times p that is. */
function room(box: usize, p: f64): f64 {
  return p === 0 ? Infinity : (endOf(box, p) - load<f64>(box)) / p;
}

/** β moves by t times p, or to its end, and its slopes with it. Returns whether it is another number now. */
function move(at: usize, box: usize, epsilon: f64, p: f64, t: f64): bool {
  const before = load<f64>(box);
  const beta = t < room(box, p) ? before + t * p : endOf(box, p);
  store<f64>(box, beta);
  store<f64>(at, beta < load<f64>(box, UPPER) ? (beta < 0 ? epsilon : -epsilon) : -Infinity, RISE);
  store<f64>(at, beta > load<f64>(box, LOWER) ? (beta > 0 ? -epsilon : epsilon) : Infinity, FALL);
  return beta !== before;
}

/** f ← f − a K_i − b K_j. Returns the first index of the largest slope, of rising only unless `alone`; 0 where there is none. */
function advance(n: i32, slopes: usize, rowI: usize, a: f64, rowJ: usize, b: f64, alone: bool, work: usize): i32 {
  const both = Lanes.differs(Lanes.splat(alone), Lanes.zero());
  const stepI = Lanes.splat(a);
  const stepJ = Lanes.splat(b);
  let largest = Lanes.splat(-Infinity);
  let at = Lanes.zero();
  let here = Lanes.pair(0, 1);
  const two = Lanes.splat(2);
  for (const end = Address.at(rowI, n); rowI < end; rowI += 16) {
    let value = Lanes.sub(Lanes.load(slopes), Lanes.madd(stepI, Lanes.load(rowI), Lanes.mul(stepJ, Lanes.load(rowJ))));
    Lanes.store(slopes, value);
    const falling = Lanes.negate(Lanes.add(value, Lanes.load(slopes + FALL)));
    value = Lanes.add(value, Lanes.load(slopes + RISE));
    value = Lanes.larger(value, Lanes.select(both, falling, value));
    at = Lanes.select(Lanes.exceeds(value, largest), here, at);
    largest = Lanes.larger(largest, value);
    here = Lanes.add(here, two);
    rowJ += 16;
    slopes += LINE;
  }
  return first(work, largest, at);
}

/**
 * With g = f − step·K_i: the first index of the largest v²/curvature, where v is slope − g − fall, or alone the larger of −g − fall and g + rise, if
 * positive; 0 where there is none. The least g + fall is left in two lanes of `work`.
 */
function partner(n: i32, slopes: usize, row: usize, diagonal: f64, slope: f64, step: f64, alone: bool, work: usize): i32 {
  const zero = Lanes.zero();
  const both = Lanes.differs(Lanes.splat(alone), zero);
  // the curvature is own + K_jj − K_ij(twice + share K_ij)
  const own = Lanes.splat(alone ? 0 : diagonal);
  const twice = Lanes.splat(alone ? 0 : 2);
  const share = Lanes.splat(step === 0 ? 0 : 1 / diagonal);
  const from = Lanes.splat(alone ? 0 : slope);
  const length = Lanes.splat(step);
  const unit = Lanes.splat(f64.EPSILON);
  let least = Lanes.splat(Infinity);
  let largest = Lanes.splat(-1);
  let at = zero;
  let here = Lanes.pair(0, 1);
  const two = Lanes.splat(2);
  for (const end = Address.at(row, n); row < end; row += 16) {
    const element = Lanes.load(row);
    const g = Lanes.sub(Lanes.load(slopes), Lanes.mul(length, element));
    const falling = Lanes.add(g, Lanes.load(slopes + FALL));
    least = Lanes.smaller(least, falling);
    let v = Lanes.larger(zero, Lanes.sub(from, falling));
    v = Lanes.larger(v, Lanes.where(both, Lanes.add(g, Lanes.load(slopes + RISE))));
    const sum = Lanes.add(own, Lanes.load(slopes + DIAGONAL));
    const curvature = Lanes.sub(sum, Lanes.mul(element, Lanes.madd(share, element, twice)));
    const gain = Lanes.div(Lanes.mul(v, v), Lanes.larger(Lanes.mul(unit, Lanes.abs(sum)), curvature));
    at = Lanes.select(Lanes.exceeds(gain, largest), here, at);
    largest = Lanes.larger(largest, gain);
    here = Lanes.add(here, two);
    slopes += LINE;
  }
  const index = first(work, largest, at);
  Lanes.store(work, least);
  return index;
}

/** Of two lanes with their indices that of the larger value, of equal ones the lower index. */
function first(work: usize, values: v128, indices: v128): i32 {
  Lanes.store(work, values);
  Lanes.store(work + 16, indices);
  const value = load<f64>(work, 8);
  const second = value > load<f64>(work) || (value === load<f64>(work) && load<f64>(work, 24) < load<f64>(work, 16));
  return <i32>load<f64>(second ? work + 8 : work, 16);
}
