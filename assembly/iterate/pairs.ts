import { Address } from "../address";
import { Lanes } from "../lanes";

/**
 * A box-constrained quadratic problem in linear memory, one float64 word for each field in this order (src/wasm/pairs.ts writes them). Blocks
 * are byte addresses of n elements, n rounded up to an even number but for K; what lies beyond n changes nothing as long as `rise` is −∞ and
 * `fall` is ∞ there. One element after K is read.
 */
@unmanaged
@final
class Pairs {
  n: f64;
  /** K, n × n, by rows. */
  gram: f64;
  /** K_ii */
  diagonal: f64;
  beta: f64;
  lower: f64;
  upper: f64;
  /** y − Kβ */
  f: f64;
  /** −∂F/∂β_i is f + rise for a β_i that rises, −∞ where it cannot, and f + fall for one that falls, ∞ where it cannot. */
  rise: f64;
  fall: f64;
  epsilon: f64;
  /** Whether Σβ = 0 is not asked for. */
  alone: f64;
  tolerance: f64;
  violation: f64;
  /** 4 elements */
  work: f64;

  @inline row(i: i32): usize {
    return Address.at(<usize>this.gram, <i32>this.n * i);
  }

  get(block: f64, i: i32): f64 {
    return load<f64>(Address.at(<usize>block, i));
  }

  set(block: f64, i: i32, value: f64): void {
    store<f64>(Address.at(<usize>block, i), value);
  }

  /** The slopes at β_i: ε|β| has a kink at 0. */
  open(i: i32): void {
    const beta = this.get(this.beta, i);
    const epsilon = this.epsilon;
    this.set(this.rise, i, beta < this.get(this.upper, i) ? (beta < 0 ? epsilon : -epsilon) : -Infinity);
    this.set(this.fall, i, beta > this.get(this.lower, i) ? (beta > 0 ? -epsilon : epsilon) : Infinity);
  }

  /** −∂F/∂β_i for a β_i that moves along p. */
  slope(i: i32, p: f64): f64 {
    return this.get(this.f, i) + this.get(p > 0 ? this.rise : this.fall, i);
  }

  /** Where β_i ends when it moves along p: at the kink or at the bound. */
  end(i: i32, p: f64): f64 {
    const beta = this.get(this.beta, i);
    return beta * p < 0 && this.get(p > 0 ? this.upper : this.lower, i) * p > 0 ? 0 : this.get(p > 0 ? this.upper : this.lower, i);
  }

  /** How many times p that is. */
  room(i: i32, p: f64): f64 {
    return p === 0 ? Infinity : (this.end(i, p) - this.get(this.beta, i)) / p;
  }

  /** β_i moves by t times p, or to its end. Returns whether it is another number now. */
  move(i: i32, p: f64, t: f64): bool {
    if (p === 0) return false;
    const beta = this.get(this.beta, i);
    const moved = t < this.room(i, p) ? beta + t * p : this.end(i, p);
    this.set(this.beta, i, moved);
    this.open(i);
    return moved !== beta;
  }
}

/**
 * At most `limit` steps of sequential minimal optimisation on
 *
 *     F(β) = ½ βᵀKβ − yᵀβ + ε Σ|β_i|,  lower ≤ β ≤ upper (0 between them),  Σβ = 0 unless `alone`
 *
 * from the β given and f = y − Kβ. A step moves a pair along (p, q) to the least F there before a kink or bound: i has the steepest slope, j
 * promises most with it,
 *
 *     Σβ = 0   (1, −1)                     j has the largest v²/(K_ii + K_jj − 2K_ij), v = slope_i − slope_j
 *     alone    the least of F over both    j has the largest v²/(K_jj − K_ij²/K_ii), v the slope that i's own step would leave there
 *
 * Where F falls without curvature a pair goes as far as it can. Source: Fan, Chen, Lin, JMLR 6 (2005), working set selection 2.
 *
 * Stops when no slope exceeds the tolerance (of a pair: when none exceeds another by more), or when rounding lets no β move; the largest
 * is left in `violation`. Returns the number of steps.
 */
export function minimizePairs(words: usize, limit: i32): i32 {
  const run = changetype<Pairs>(words);
  const alone = run.alone !== 0;
  for (let k = 0; k < <i32>run.n; k++) run.open(k);
  let i = 0;
  let j = 0;
  let p: f64 = 0;
  let q: f64 = 0;
  let t: f64 = 0;
  let taken = 0;
  while (true) {
    i = advance(run, i, t * p, j, t * q);
    run.violation = 0;
    if (i < 0) break;
    const own = run.get(run.diagonal, i);
    let slope = run.slope(i, 1);
    if (alone && !(slope > 0)) slope = min(0, run.slope(i, -1));
    const step = alone && own > 0 ? slope / own : 0;
    j = partner(run, i, alone ? 0 : slope, step);
    if (alone) run.violation = abs(slope);
    if (!(run.violation > run.tolerance) || taken === limit) break;

    p = 1;
    q = -1;
    if (j < 0) j = i;
    const beside = load<f64>(Address.at(run.row(i), j));
    const other = run.get(run.diagonal, j);
    if (alone) {
      let left = run.slope(j, 1) - step * beside;
      q = left > 0 ? 1 : -1;
      if (q < 0) left = step * beside - run.slope(j, -1);
      // (p, q) solves the equations of both, divided by |q|
      p = ((slope * max(0, other - (beside * beside) / own)) / left - beside * q) / own;
    }
    let fall = p * run.slope(i, p) + q * run.slope(j, q);
    if (alone && (i === j || !(fall > 0))) {
      p = slope > 0 ? 1 : -1;
      q = 0;
      fall = abs(slope);
    }
    const curvature = p * p * own + q * (q * other + 2 * p * beside);
    t = min(run.room(i, p), run.room(j, q));
    if (curvature > 0) t = min(t, fall / curvature);
    const first = run.move(i, p, t);
    const second = run.move(j, q, t);
    if (!first && !second) break;
    taken++;
  }
  return taken;
}

/** f ← f − a K_i − b K_j. Returns the first index of the largest slope, of rising alone unless `alone`; −1 where there is none. */
function advance(run: Pairs, i: i32, a: f64, j: i32, b: f64): i32 {
  let rowI = run.row(i);
  let rowJ = run.row(j);
  let rise = <usize>run.rise;
  let fall = <usize>run.fall;
  const alone = Lanes.differs(Lanes.splat(run.alone), Lanes.zero());
  const stepI = Lanes.splat(a);
  const stepJ = Lanes.splat(b);
  let largest = Lanes.splat(-Infinity);
  let at = Lanes.splat(-1);
  let here = Lanes.pair(0, 1);
  const two = Lanes.splat(2);
  let f = <usize>run.f;
  for (const end = Address.at(f, <i32>run.n); f < end; f += 16) {
    let value = Lanes.sub(Lanes.load(f), Lanes.madd(stepI, Lanes.load(rowI), Lanes.mul(stepJ, Lanes.load(rowJ))));
    Lanes.store(f, value);
    const falling = Lanes.negate(Lanes.add(value, Lanes.load(fall)));
    value = Lanes.add(value, Lanes.load(rise));
    value = Lanes.larger(value, Lanes.select(alone, falling, value));
    at = Lanes.select(Lanes.exceeds(value, largest), here, at);
    largest = Lanes.larger(largest, value);
    here = Lanes.add(here, two);
    rowI += 16;
    rowJ += 16;
    rise += 16;
    fall += 16;
  }
  return first(run, largest, at);
}

/**
 * With g = f − step·K_i: the first index of the largest v²/curvature, where v is from − g − fall, or alone g + rise, whichever is larger, if
 * positive. The largest v becomes the violation.
 */
function partner(run: Pairs, i: i32, from: f64, step: f64): i32 {
  let row = run.row(i);
  let rise = <usize>run.rise;
  let fall = <usize>run.fall;
  let diagonal = <usize>run.diagonal;
  const zero = Lanes.zero();
  const alone = Lanes.differs(Lanes.splat(run.alone), zero);
  // the curvature is own + K_jj − K_ij(twice + share K_ij)
  const own = Lanes.splat(run.alone ? 0 : run.get(run.diagonal, i));
  const twice = Lanes.splat(run.alone ? 0 : 2);
  const share = Lanes.splat(step === 0 ? 0 : 1 / run.get(run.diagonal, i));
  const start = Lanes.splat(from);
  const length = Lanes.splat(step);
  const unit = Lanes.splat(f64.EPSILON);
  let worst = zero;
  let largest = Lanes.splat(-1);
  let at = largest;
  let here = Lanes.pair(0, 1);
  const two = Lanes.splat(2);
  let f = <usize>run.f;
  for (const end = Address.at(f, <i32>run.n); f < end; f += 16) {
    const element = Lanes.load(row);
    const g = Lanes.sub(Lanes.load(f), Lanes.mul(length, element));
    let v = Lanes.larger(zero, Lanes.sub(start, Lanes.add(g, Lanes.load(fall))));
    v = Lanes.larger(v, Lanes.where(alone, Lanes.add(g, Lanes.load(rise))));
    worst = Lanes.larger(worst, v);
    const sum = Lanes.add(own, Lanes.load(diagonal));
    const curvature = Lanes.sub(sum, Lanes.mul(element, Lanes.madd(share, element, twice)));
    const gain = Lanes.div(Lanes.mul(v, v), Lanes.larger(Lanes.mul(unit, Lanes.abs(sum)), curvature));
    at = Lanes.select(Lanes.exceeds(gain, largest), here, at);
    largest = Lanes.larger(largest, gain);
    here = Lanes.add(here, two);
    row += 16;
    rise += 16;
    fall += 16;
    diagonal += 16;
  }
  Lanes.store(<usize>run.work, worst);
  run.violation = max(run.get(run.work, 0), run.get(run.work, 1));
  return first(run, largest, at);
}

/** Of two lanes with their indices that of the larger value, of equal ones the lower index. */
function first(run: Pairs, values: v128, indices: v128): i32 {
  const work = <usize>run.work;
  Lanes.store(work, values);
  Lanes.store(work + 16, indices);
  const value = load<f64>(work, 8);
  const second = value > load<f64>(work) || (value === load<f64>(work) && load<f64>(work, 24) < load<f64>(work, 16));
  return <i32>load<f64>(second ? work + 8 : work, 16);
}
