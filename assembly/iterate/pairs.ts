import { Address } from "../address";
import { Lanes } from "../lanes";

/**
 * Points come two by two, as the lanes take them: for each two of them a line of `slopes`, 8 numbers,
 *
 *     f f   rise rise   fall fall   K_ii K_ii
 *
 * and one of `boxes`, β β lower lower upper upper. f is y − Kβ; −∂F/∂β_i is f + rise for a β_i that rises, −∞ where it cannot, and f + fall for
 * one that falls, ∞ where it cannot. The place without a point that an odd n leaves changes nothing as long as its rise is −∞ and its fall ∞.
 */
const LINE: usize = 64;
const BOXES: usize = 48;

// Byte offsets in a line.
const RISE: usize = 16;
const FALL: usize = 32;
const DIAGONAL: usize = 48;
const LOWER: usize = 16;
const UPPER: usize = 32;

/**
 * At most `limit` steps of sequential minimal optimisation on
 *
 *     F(β) = ½ βᵀKβ − yᵀβ + ε Σ|β_i|,  lower ≤ β ≤ upper (0 between them),  Σβ = 0 unless `alone`
 *
 * from the β, f and K_ii given; K (n × n) is stored by rows, and one element after it is read. A step moves a pair along (p, q) to the least F
 * there before a kink or bound: i has the steepest slope, j promises most with it,
 *
 *     Σβ = 0   (1, −1)                     j has the largest v²/(K_ii + K_jj − 2K_ij), v = slope_i − slope_j
 *     alone    the least of F over both    j has the largest v²/(K_jj − K_ij²/K_ii), v the slope that i's own step would leave there
 *
 * Where F falls without curvature a pair goes as far as it can. Source: Fan, Chen, Lin, JMLR 6 (2005), working set selection 2.
 *
 * Stops when the largest slope of a β that rises exceeds the least of one that falls by no more than the tolerance, or alone the largest of both
 * 0, or when rounding lets no β move. Returns the number of steps; the two numbers compared are elements 4 and 5 of `work`.
 */
export function minimizePairs(
  n: i32,
  gram: usize,
  slopes: usize,
  boxes: usize,
  epsilon: f64,
  alone: bool,
  tolerance: f64,
  limit: i32,
  work: usize,
): i32 {
  for (let k = 0; k < n; k++) move(lane(slopes, LINE, k), lane(boxes, BOXES, k), epsilon, 0, 0);
  let rowI = gram;
  let rowJ = gram;
  let a: f64 = 0;
  let b: f64 = 0;
  let taken = 0;
  while (true) {
    const i = advance(n, slopes, rowI, a, rowJ, b, alone, work);
    rowI = Address.at(gram, n * i);
    const at = lane(slopes, LINE, i);
    const box = lane(boxes, BOXES, i);
    const own = load<f64>(at, DIAGONAL);
    let slope = slopeOf(at, 1);
    if (alone && !(slope > 0)) slope = min(0, slopeOf(at, -1));
    const step = alone && own > 0 ? slope / own : 0;
    const j = partner(n, slopes, rowI, own, slope, step, alone, work);
    const most = alone ? abs(slope) : slope;
    const least = alone ? 0 : min(load<f64>(work), load<f64>(work, 8));
    store<f64>(work, most, 32);
    store<f64>(work, least, 40);
    if (!(most - least > tolerance) || taken === limit) break;

    rowJ = Address.at(gram, n * j);
    const atJ = lane(slopes, LINE, j);
    const boxJ = lane(boxes, BOXES, j);
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
    let descent = p * slopeOf(at, p) + q * slopeOf(atJ, q);
    if (alone && (i === j || !(descent > 0))) {
      p = slope > 0 ? 1 : -1;
      q = 0;
      descent = abs(slope);
    }
    const curvature = p * p * own + q * (q * other + 2 * p * beside);
    let t = min(room(box, p), room(boxJ, q));
    if (curvature > 0) t = min(t, descent / curvature);
    a = t * p;
    b = t * q;
    const moved = move(at, box, epsilon, p, t);
    if (!move(atJ, boxJ, epsilon, q, t) && !moved) break;
    taken++;
  }
  return taken;
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
