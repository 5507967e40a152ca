import { Address } from "../address";
import { MR } from "../config";
import { Lanes } from "../lanes";
import { Instruction } from "./evaluate";
import { firstNonFinite } from "./maps";
import { Owed } from "./owed";
import { Packed } from "./packed";
import { TILE } from "./program";

const PI: f64 = 3.141592653589793;

/** α becomes 0 beyond m × n, up to the next multiples of 4: leaves take points by fours. */
function clearMargins(m: i32, n: i32, a: usize): void {
  const columns = (n + MR - 1) & ~(MR - 1);
  if (n < columns) for (let i = 0; i < m; i++) memory.fill(Address.at(a, TILE * i + n), 0, (<usize>(columns - n)) << 3);
  for (let i = m; i & (MR - 1); i++) memory.fill(Address.at(a, TILE * i), 0, (<usize>columns) << 3);
}

/**
 * Σ_ij α_ij ((x_ik − z_jk) w_k)² for every k of d, each on two lanes of 2 d numbers at `sums`: what a scaled squared distance owes to its weights, all in
 * one pass over 4 × 4 pairs at a time. `output` is the tile of the distances: one that overflowed counts where its α is not 0.
 */
export function scaledSquares(instruction: Instruction, i: i32, j: i32, m: i32, n: i32, output: usize, a: usize, sums: usize): void {
  clearMargins(m, n, a);
  const d = instruction.features();
  const x = instruction.rows(i);
  const z = instruction.columns(j);
  const weights = <usize>instruction.e;
  const finite = firstNonFinite(m, n, output, TILE) < 0;
  for (let r = 0; r < m; r += MR) {
    const panel = Address.at(x, r * d);
    for (let c = 0; c < n; c += MR) {
      const corner = Address.at(a, TILE * r + c);
      if (finite) ofBlock(d, panel, Address.at(z, c * d), weights, corner, sums);
      else ofPairs(d, panel, Address.at(z, c * d), weights, corner, sums);
    }
  }
}

function ofBlock(d: i32, x: usize, z: usize, weights: usize, a: usize, sums: usize): void {
  const row: usize = (<usize>TILE) << 3;
  const a00 = Lanes.load(a);
  const a01 = Lanes.load(a + 16);
  const a10 = Lanes.load(a + row);
  const a11 = Lanes.load(a + row + 16);
  const a20 = Lanes.load(a + 2 * row);
  const a21 = Lanes.load(a + 2 * row + 16);
  const a30 = Lanes.load(a + 3 * row);
  const a31 = Lanes.load(a + 3 * row + 16);
  for (const end = Address.at(x, MR * d); x < end; x += 32, z += 32, weights += 8, sums += 16) {
    const w = Lanes.spread(weights);
    const z0 = Lanes.load(z);
    const z1 = Lanes.load(z + 16);
    let sum0 = Lanes.load(sums);
    let sum1 = Lanes.zero();

    let point = Lanes.spread(x);
    let s = Lanes.mul(Lanes.sub(point, z0), w);
    let t = Lanes.mul(Lanes.sub(point, z1), w);
    sum0 = Lanes.madd(Lanes.mul(s, s), a00, sum0);
    sum1 = Lanes.madd(Lanes.mul(t, t), a01, sum1);

    point = Lanes.spread(x + 8);
    s = Lanes.mul(Lanes.sub(point, z0), w);
    t = Lanes.mul(Lanes.sub(point, z1), w);
    sum0 = Lanes.madd(Lanes.mul(s, s), a10, sum0);
    sum1 = Lanes.madd(Lanes.mul(t, t), a11, sum1);

    point = Lanes.spread(x + 16);
    s = Lanes.mul(Lanes.sub(point, z0), w);
    t = Lanes.mul(Lanes.sub(point, z1), w);
    sum0 = Lanes.madd(Lanes.mul(s, s), a20, sum0);
    sum1 = Lanes.madd(Lanes.mul(t, t), a21, sum1);

    point = Lanes.spread(x + 24);
    s = Lanes.mul(Lanes.sub(point, z0), w);
    t = Lanes.mul(Lanes.sub(point, z1), w);
    sum0 = Lanes.madd(Lanes.mul(s, s), a30, sum0);
    sum1 = Lanes.madd(Lanes.mul(t, t), a31, sum1);

    Lanes.store(sums, Lanes.add(sum0, sum1));
  }
}

/** Pair by pair, those with α = 0 left out. */
function ofPairs(d: i32, x: usize, z: usize, weights: usize, a: usize, sums: usize): void {
  for (let r = 0; r < MR; r++) {
    for (let c = 0; c < MR; c++) {
      const adjoint = load<f64>(Address.at(a, TILE * r + c));
      if (adjoint === 0) continue;
      for (let k = 0; k < d; k++) {
        const difference = load<f64>(Address.at(x, MR * k + r)) - load<f64>(Address.at(z, MR * k + c));
        const s = difference * load<f64>(Address.at(weights, k));
        const sum = Address.at(sums, 2 * k);
        store<f64>(sum, load<f64>(sum) + adjoint * s * s);
      }
    }
  }
}

/** Σ_ij α_ij Σ_k π t sin 2πt, t = f (x_ik − z_jk): f times the derivative of Σ_k sin²(πt). */
export function squaredSinesSum(instruction: Instruction, i: i32, j: i32, m: i32, n: i32, a: usize, sums: usize): void {
  clearMargins(m, n, a);
  const d = instruction.features();
  const x = instruction.rows(i);
  const z = instruction.columns(j);
  const frequency = Lanes.splat(instruction.e);
  let total = Lanes.zero();
  for (let r = 0; r < m; r++) {
    for (let c = 0; c < n; c += 2) {
      let point = Packed.point(x, d, r);
      let pair = Packed.point(z, d, c);
      let sum = Lanes.zero();
      for (const end = Address.at(point, MR * d); point < end; point += 32, pair += 32) {
        const t = Lanes.mul(Lanes.sub(Lanes.spread(point), Lanes.load(pair)), frequency);
        sum = Lanes.madd(t, Owed.sineOfTwice(t), sum);
      }
      total = Lanes.madd(sum, Lanes.load(Address.at(a, TILE * r + c)), total);
    }
  }
  Owed.add(sums, 0, Lanes.mul(total, Lanes.splat(PI)));
}
