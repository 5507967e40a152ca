import { Address } from "../address";
import { MR } from "../config";
import { Lanes } from "../lanes";
import { Instruction } from "./evaluate";
import { Owed } from "./owed";
import { Packed } from "./packed";
import { Opcode, TILE } from "./program";

const PI: f64 = 3.141592653589793;

/**
 * dt/dx for a leaf Σ_k t(x_k, z_k); `w` is the weight of feature k, 1 where there is none. Compiled into the loop once per class, as pairings
 * are.
 */

/** x z */
@unmanaged
@final
class OfProduct {
  @inline weight(_leaf: Instruction, _k: i32): v128 {
    return Lanes.splat(1);
  }

  @inline slope(_x: v128, z: v128, _w: v128): v128 {
    return z;
  }
}

/** ((x − z) w)², w being 1 where the leaf has no weights */
@unmanaged
@final
class OfSquare {
  @inline weight(leaf: Instruction, k: i32): v128 {
    return leaf.e === 0 ? Lanes.splat(1) : Lanes.spread(Address.at(<usize>leaf.e, k));
  }

  @inline slope(x: v128, z: v128, w: v128): v128 {
    const difference = Lanes.mul(Lanes.sub(x, z), w);
    return Lanes.mul(Lanes.add(difference, difference), w);
  }
}

/** |x − z|, 0 at 0 */
@unmanaged
@final
class OfMagnitude {
  @inline weight(_leaf: Instruction, _k: i32): v128 {
    return Lanes.splat(1);
  }

  @inline slope(x: v128, z: v128, _w: v128): v128 {
    const one = Lanes.splat(1);
    return Lanes.sub(Lanes.where(Lanes.exceeds(x, z), one), Lanes.where(Lanes.exceeds(z, x), one));
  }
}

/** a²/s, a = x − z, s = x + z: (a/s)(2 − a/s), that is its limit from above, 1, where z = 0 */
@unmanaged
@final
class OfChiSquare {
  @inline weight(_leaf: Instruction, _k: i32): v128 {
    return Lanes.splat(1);
  }

  @inline slope(x: v128, z: v128, _w: v128): v128 {
    const one = Lanes.splat(1);
    const ratio = Lanes.div(Lanes.sub(x, z), Lanes.add(x, z));
    const slope = Lanes.mul(ratio, Lanes.sub(Lanes.splat(2), ratio));
    return Lanes.select(Lanes.differs(z, Lanes.zero()), slope, one);
  }
}

/** sin²(π w (x − z)) */
@unmanaged
@final
class OfSquaredSine {
  @inline weight(leaf: Instruction, _k: i32): v128 {
    return Lanes.splat(leaf.e);
  }

  @inline slope(x: v128, z: v128, w: v128): v128 {
    const t = Lanes.mul(Lanes.sub(x, z), w);
    return Lanes.mul(Lanes.mul(Owed.sineOfTwice(t), w), Lanes.splat(PI));
  }
}

/**
 * The rows of `gradient`, d numbers for each point, gain Σ_j α_ij ∂/∂x_i of a leaf. `work` has room for 2 (d + 2)(p + 1) numbers, p being the degree
 * of a symmetric polynomial, else 1.
 *
 * Returns −1, or the position TILE·r + c of the first pair with α ≠ 0 that has no gradient.
 */
export function pointLeaf(leaf: Instruction, i: i32, j: i32, m: i32, n: i32, adjoint: usize, gradient: usize, work: usize): i32 {
  const out = Address.at(gradient, i * leaf.features());
  switch (<i32>leaf.opcode) {
    case Opcode.InnerProduct:
      slopes<OfProduct>(leaf, i, j, m, n, adjoint, out);
      break;
    case Opcode.SquaredDistance:
    case Opcode.ScaledSquaredDistance:
      slopes<OfSquare>(leaf, i, j, m, n, adjoint, out);
      break;
    case Opcode.ManhattanDistance:
      slopes<OfMagnitude>(leaf, i, j, m, n, adjoint, out);
      return firstKink(leaf, i, j, m, n, adjoint);
    case Opcode.ChiSquare:
      slopes<OfChiSquare>(leaf, i, j, m, n, adjoint, out);
      break;
    case Opcode.SquaredSines:
      slopes<OfSquaredSine>(leaf, i, j, m, n, adjoint, out);
      break;
    case Opcode.SubsetProduct:
      subsetSlopes(leaf, i, j, m, n, adjoint, out, work);
      break;
    case Opcode.ElementarySymmetric:
      symmetricSlopes(leaf, i, j, m, n, adjoint, out, work);
      break;
    default:
      unreachable();
  }
  return -1;
}

function slopes<T>(leaf: Instruction, i: i32, j: i32, m: i32, n: i32, adjoint: usize, out: usize): void {
  const d = leaf.features();
  const x = leaf.rows(i);
  const z = leaf.columns(j);
  const term = changetype<T>(0);
  for (let r = 0; r < m; r++) {
    const row = Address.at(adjoint, TILE * r);
    for (let k = 0; k < d; k++) {
      const point = Lanes.spread(Address.at(Packed.point(x, d, r), MR * k));
      const weight = term.weight(leaf, k);
      let sum = Lanes.zero();
      for (let c = 0; c < n; c += 2) {
        const pair = Lanes.load(Address.at(Packed.point(z, d, c), MR * k));
        sum = Lanes.add(sum, Owed.weighed(Lanes.load(Address.at(row, c)), term.slope(point, pair, weight)));
      }
      Owed.add(out, d * r + k, sum);
    }
  }
}

/** The first pair with α ≠ 0 that agrees in a feature. */
function firstKink(leaf: Instruction, i: i32, j: i32, m: i32, n: i32, adjoint: usize): i32 {
  const d = leaf.features();
  const x = leaf.rows(i);
  const z = leaf.columns(j);
  for (let r = 0; r < m; r++) {
    for (let c = 0; c < n; c++) {
      if (load<f64>(Address.at(adjoint, TILE * r + c)) === 0) continue;
      for (let k = 0; k < d; k++) {
        if (load<f64>(Address.at(Packed.point(x, d, r), MR * k)) === load<f64>(Address.at(Packed.point(z, d, c), MR * k)))
          return TILE * r + c;
      }
    }
  }
  return -1;
}

/** Of Π (1 + x_k z_k): z_k times the product of the other factors, those before and those behind. */
function subsetSlopes(leaf: Instruction, i: i32, j: i32, m: i32, n: i32, adjoint: usize, out: usize, work: usize): void {
  const d = leaf.features();
  const x = leaf.rows(i);
  const z = leaf.columns(j);
  const one = Lanes.splat(1);
  for (let r = 0; r < m; r++) {
    const point = Packed.point(x, d, r);
    for (let c = 0; c < n; c += 2) {
      const pair = Packed.point(z, d, c);
      let before = one;
      for (let k = 0; k < d; k++) {
        Lanes.store(Address.at(work, 2 * k), before);
        before = Lanes.mul(before, Lanes.madd(Lanes.spread(Address.at(point, MR * k)), Lanes.load(Address.at(pair, MR * k)), one));
      }
      let behind = Lanes.load(Address.at(adjoint, TILE * r + c));
      for (let k = d - 1; k >= 0; k--) {
        const feature = Lanes.load(Address.at(pair, MR * k));
        Owed.add(out, d * r + k, Owed.weighed(behind, Lanes.mul(feature, Lanes.load(Address.at(work, 2 * k)))));
        behind = Lanes.mul(behind, Lanes.madd(Lanes.spread(Address.at(point, MR * k)), feature, one));
      }
    }
  }
}

/**
 * Of e_p: the recurrence e_q ← e_q + t_k e_(q−1), t_k = x_k z_k, with every e_q kept, and back: t_k is owed Σ_q f_q e_(q−1), and f_(q−1) ← f_(q−1) + t_k f_q.
 */
function symmetricSlopes(leaf: Instruction, i: i32, j: i32, m: i32, n: i32, adjoint: usize, out: usize, work: usize): void {
  const d = leaf.features();
  const x = leaf.rows(i);
  const z = leaf.columns(j);
  const width = 2 * (<i32>leaf.e + 1);
  const owed = Address.at(work, width * (d + 1));
  for (let r = 0; r < m; r++) {
    const point = Packed.point(x, d, r);
    for (let c = 0; c < n; c += 2) {
      const pair = Packed.point(z, d, c);
      memory.fill(work, 0, (<usize>width) << 3);
      Lanes.store(work, Lanes.splat(1));
      for (let k = 0; k < d; k++) {
        const t = Lanes.mul(Lanes.spread(Address.at(point, MR * k)), Lanes.load(Address.at(pair, MR * k)));
        const before = Address.at(work, width * k);
        const after = Address.at(before, width);
        Lanes.store(after, Lanes.splat(1));
        for (let q = 2; q < width; q += 2) {
          Lanes.store(Address.at(after, q), Lanes.madd(t, Lanes.load(Address.at(before, q - 2)), Lanes.load(Address.at(before, q))));
        }
      }
      memory.fill(owed, 0, (<usize>width) << 3);
      Lanes.store(Address.at(owed, width - 2), Lanes.load(Address.at(adjoint, TILE * r + c)));
      for (let k = d - 1; k >= 0; k--) {
        const feature = Lanes.load(Address.at(pair, MR * k));
        const t = Lanes.mul(Lanes.spread(Address.at(point, MR * k)), feature);
        const before = Address.at(work, width * k);
        let slope = Lanes.zero();
        for (let q = 2; q < width; q += 2) {
          const f = Lanes.load(Address.at(owed, q));
          slope = Lanes.madd(f, Lanes.load(Address.at(before, q - 2)), slope);
          Lanes.store(Address.at(owed, q - 2), Lanes.madd(t, f, Lanes.load(Address.at(owed, q - 2))));
        }
        Owed.add(out, d * r + k, Lanes.mul(slope, feature));
      }
    }
  }
}
