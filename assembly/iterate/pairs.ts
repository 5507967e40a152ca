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
  /** n zeros: the row of a point with φ = 0. */
  origin: f64;
  /** K_ii */
  diagonal: f64;
  beta: f64;
  lower: f64;
  upper: f64;
  /** y − Kβ */
  f: f64;
  /** f + rise is minus the slope of F when β_i rises, −∞ where it cannot; f + fall is the slope when β_i falls, ∞ where it cannot, both with the sign of f. */
  rise: f64;
  fall: f64;
  epsilon: f64;
  /** Whether Σβ = 0 is not asked for: then the partner of every point is the origin. */
  alone: f64;
  tolerance: f64;
  violation: f64;
  /** 4 elements */
  work: f64;

  @inline row(i: i32): usize {
    return i < 0 ? <usize>this.origin : Address.at(<usize>this.gram, <i32>this.n * i);
  }

  @inline get(block: f64, i: i32): f64 {
    return load<f64>(Address.at(<usize>block, i));
  }

  @inline set(block: f64, i: i32, value: f64): void {
    store<f64>(Address.at(<usize>block, i), value);
  }

  /** The slopes at β_i: ε|β| has a kink at 0. */
  open(i: i32): void {
    const beta = this.get(this.beta, i);
    const epsilon = this.epsilon;
    this.set(this.rise, i, beta < this.get(this.upper, i) ? (beta < 0 ? epsilon : -epsilon) : -Infinity);
    this.set(this.fall, i, beta > this.get(this.lower, i) ? (beta > 0 ? -epsilon : epsilon) : Infinity);
  }

  /** Where β_i ends on its way up (`bound` = upper) or down: at the kink or at the bound. */
  end(i: i32, bound: f64): f64 {
    if (i < 0) return Infinity;
    const beta = this.get(this.beta, i);
    const last = this.get(bound, i);
    return (beta < 0 && last > 0) || (beta > 0 && last < 0) ? 0 : last;
  }

  /** How far that is. */
  room(i: i32, bound: f64): f64 {
    return i < 0 ? Infinity : abs(this.end(i, bound) - this.get(this.beta, i));
  }

  /** β_i moves by t, or to its end. Returns whether it is another number now. */
  move(i: i32, t: f64, bound: f64): bool {
    if (i < 0) return false;
    const beta = this.get(this.beta, i);
    const moved = abs(t) < this.room(i, bound) ? beta + t : this.end(i, bound);
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
 * from the β given and f = y − Kβ. A step moves the pair β_i + t, β_j − t to the least F between the next kinks and bounds: i has the
 * steepest rise, j with it the largest v²/(K_ii + K_jj − 2K_ij), v being the slope along the pair. Where the curvature is not positive F falls
 * all the way, and so goes the pair. Source: Fan, Chen, Lin, JMLR 6 (2005), working set selection 2.
 *
 * Stops when no pair's slope exceeds the tolerance, or when rounding lets none move; the largest slope is left in `violation`. Returns the
 * number of steps.
 */
export function minimizePairs(words: usize, limit: i32): i32 {
  const run = changetype<Pairs>(words);
  const alone = run.alone !== 0;
  for (let k = 0; k < <i32>run.n; k++) run.open(k);
  let i = -1;
  let j = -1;
  let t: f64 = 0;
  let taken = 0;
  while (true) {
    i = advance(run, i, j, t);
    if (alone) i = -1;
    const slope = i < 0 ? (alone ? 0 : -Infinity) : run.get(run.f, i) + run.get(run.rise, i);
    j = partner(run, i, slope);
    if (!(run.violation > run.tolerance) || j < 0 || taken === limit) break;
    let v = slope - run.get(run.f, j) - run.get(run.fall, j);
    if (alone && !(v > 0)) {
      i = j;
      j = -1;
      v = run.get(run.f, i) + run.get(run.rise, i);
    }
    const curvature = curvatureOf(run, i, j);
    t = min(run.room(i, run.upper), run.room(j, run.lower));
    if (curvature > 0) t = min(t, v / curvature);
    const rose = run.move(i, t, run.upper);
    const fell = run.move(j, -t, run.lower);
    if (!rose && !fell) break;
    taken++;
  }
  return taken;
}

/** K_ii + K_jj − 2K_ij, the origin having no part in it. */
function curvatureOf(run: Pairs, i: i32, j: i32): f64 {
  if (i < 0) return run.get(run.diagonal, j);
  if (j < 0) return run.get(run.diagonal, i);
  return run.get(run.diagonal, i) + run.get(run.diagonal, j) - 2 * load<f64>(Address.at(run.row(i), j));
}

/** f ← f − t K_i + t K_j. Returns the first index of the largest f + rise, −1 where nothing can rise. */
function advance(run: Pairs, i: i32, j: i32, t: f64): i32 {
  let rowI = run.row(i);
  let rowJ = run.row(j);
  let rise = <usize>run.rise;
  const step = Lanes.splat(t);
  let largest = Lanes.splat(-Infinity);
  let at = Lanes.splat(-1);
  let here = Lanes.pair(0, 1);
  const two = Lanes.splat(2);
  let f = <usize>run.f;
  for (const end = Address.at(f, <i32>run.n); f < end; f += 16) {
    let value = Lanes.madd(step, Lanes.sub(Lanes.load(rowJ), Lanes.load(rowI)), Lanes.load(f));
    Lanes.store(f, value);
    value = Lanes.add(value, Lanes.load(rise));
    at = Lanes.select(Lanes.exceeds(value, largest), here, at);
    largest = Lanes.larger(largest, value);
    here = Lanes.add(here, two);
    rowI += 16;
    rowJ += 16;
    rise += 16;
  }
  return first(run, largest, at);
}

/** The first index of the largest v²/curvature, v = slope − f − fall where positive, or alone f + rise; the largest v becomes the violation. */
function partner(run: Pairs, i: i32, slope: f64): i32 {
  let row = run.row(i);
  let rise = <usize>run.rise;
  let fall = <usize>run.fall;
  let diagonal = <usize>run.diagonal;
  const zero = Lanes.zero();
  const alone = Lanes.differs(Lanes.splat(run.alone), zero);
  const own = Lanes.splat(i < 0 ? 0 : run.get(run.diagonal, i));
  const from = Lanes.splat(slope);
  const unit = Lanes.splat(f64.EPSILON);
  let worst = zero;
  let largest = Lanes.splat(-1);
  let at = largest;
  let here = Lanes.pair(0, 1);
  const two = Lanes.splat(2);
  let f = <usize>run.f;
  for (const end = Address.at(f, <i32>run.n); f < end; f += 16) {
    const value = Lanes.load(f);
    let v = Lanes.larger(zero, Lanes.sub(from, Lanes.add(value, Lanes.load(fall))));
    v = Lanes.larger(v, Lanes.where(alone, Lanes.add(value, Lanes.load(rise))));
    worst = Lanes.larger(worst, v);
    const sum = Lanes.add(own, Lanes.load(diagonal));
    const element = Lanes.load(row);
    const curvature = Lanes.larger(Lanes.mul(unit, Lanes.abs(sum)), Lanes.sub(sum, Lanes.add(element, element)));
    const gain = Lanes.div(Lanes.mul(v, v), curvature);
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
