import { Address } from "../address";
import { axpy } from "../blas/vector";
import { MR } from "../config";
import { TASK } from "../parallel/region";
import { TILE } from "./program";
import { position, refuse, untilRefused } from "./refusal";
import { Backward, reverse } from "./reverse";
import { record } from "./tape";
import { diagonalWeightsOf, lowerWeightsOf, Weights, weightsOf } from "./weights";

/** What a derivative is taken of, as the chunks of a region find it at TASK. */
@unmanaged
@final
class Derivative {
  backward: Backward;
  weights: Weights;
  /** Rows and columns of K. */
  m: i32;
  n: i32;
  /** In how many strips of rows K is made, each with sums of its own that are added in the end. */
  strips: i32;
  /** Numbers of the sums of a strip. */
  length: i32;
  sums: usize;
  symmetric: bool;

  /** The row after the last of a strip: strips of the same area. */
  @inline end(strip: i32): i32 {
    const tiles = <f64>((this.m + TILE - 1) / TILE);
    const share = <f64>(strip + 1) / <f64>this.strips;
    return min(this.m, TILE * <i32>(tiles * (this.symmetric ? sqrt(share) : share)));
  }
}

function task(backward: usize, weights: usize, m: i32, n: i32, sums: usize): Derivative {
  const derivative = changetype<Derivative>(TASK);
  derivative.backward = changetype<Backward>(backward);
  derivative.weights = changetype<Weights>(weights);
  derivative.m = m;
  derivative.n = n;
  derivative.sums = sums;
  return derivative;
}

/**
 * The derivatives of Σ_ij M_ij k_ij by the operands of the program, for K (m × n); or, `symmetric`, of the same for a symmetric M (n × n) of which
 * nothing above the diagonal is read. No derivative of K is stored: the program runs forwards and back on every tile.
 *
 * They stand where the routes say in the first `length` numbers at `sums`, which has `strips` times as many: threads share the strips, of which there
 * are as many whoever works. Returns −1, or i·n + j for the first element that a check of the program refused.
 */
export function gramDerivative(
  backward: usize,
  weights: usize,
  m: i32,
  n: i32,
  symmetric: bool,
  strips: i32,
  sums: usize,
  length: i32,
): f64 {
  const derivative = task(backward, weights, m, n, sums);
  derivative.symmetric = symmetric;
  derivative.strips = strips;
  derivative.length = length;
  const refused = untilRefused(strips, ofStrip);
  for (let strip = 1; strip < strips; strip++) axpy(length, 1, Address.at(sums, length * strip), 1, sums, 1);
  return refused;
}

function ofStrip(strip: i32, thread: i32): void {
  const derivative = changetype<Derivative>(TASK);
  const length = derivative.length;
  const sums = Address.at(derivative.sums, length * strip);
  memory.fill(sums, 0, (<usize>length) << 3);
  const end = derivative.end(strip);
  for (let i = strip > 0 ? derivative.end(strip - 1) : 0; i < end; i += TILE) {
    const m = min(TILE, end - i);
    const columns = derivative.symmetric ? i + m : derivative.n;
    for (let j = 0; j < columns; j += TILE) if (!ofTile(i, j, m, min(TILE, columns - j), thread, sums)) return;
  }
}

/** Forwards and back on one tile. Returns whether the program refused none of it. */
function ofTile(i: i32, j: i32, m: i32, n: i32, thread: i32, sums: usize): bool {
  const derivative = changetype<Derivative>(TASK);
  const backward = derivative.backward;
  const stack = backward.stack(thread);
  const refused = record(<usize>backward.program, <usize>backward.routes, i, j, m, n, backward.tape(stack));
  if (refused >= 0) {
    refuse(position(i, j, derivative.n, refused));
    return false;
  }
  if (derivative.symmetric) lowerWeightsOf(derivative.weights, i, j, m, n, stack);
  else weightsOf(derivative.weights, 1, i, j, m, n, stack);
  reverse(backward, i, j, m, n, stack, sums);
  return true;
}

/**
 * The same of Σ_i v_i k(x_i, x_i) for n packed points, by tiles of one panel, v being that of the weights; `sums` are not cleared before. By the points,
 * a derivative is that of k(x, z) at z = x by the first of them: half of what is owed.
 */
export function diagonalDerivative(backward: usize, weights: usize, n: i32, sums: usize): f64 {
  task(backward, weights, n, n, sums);
  return untilRefused(1, ofPanels);
}

function ofPanels(_: i32, thread: i32): void {
  const derivative = changetype<Derivative>(TASK);
  const backward = derivative.backward;
  const stack = backward.stack(thread);
  const n = derivative.n;
  for (let i = 0; i < n; i += MR) {
    const m = min(MR, n - i);
    const refused = record(<usize>backward.program, <usize>backward.routes, i, i, m, m, backward.tape(stack));
    if (refused >= 0) {
      refuse(position(i, i, n, refused));
      return;
    }
    diagonalWeightsOf(derivative.weights, i, m, stack);
    reverse(backward, i, i, m, m, stack, derivative.sums);
  }
}

/**
 * The gradients of Σ_j M_ij k(x_i, z_j) by the point x_i, for m points of the rows: added to the numbers at `sums` where the routes say, a row of d
 * numbers for each point and view, and one number for each point and normalisation.
 *
 * Returns −1; or i·n + j for the first element that a check of the program refused; or m·n + i·n + j for the first pair where the kernel has no gradient.
 */
export function pointDerivative(backward: usize, weights: usize, m: i32, n: i32, sums: usize): f64 {
  task(backward, weights, m, n, sums);
  return untilRefused((m + TILE - 1) / TILE, ofRow);
}

function ofRow(index: i32, thread: i32): void {
  const derivative = changetype<Derivative>(TASK);
  const backward = derivative.backward;
  const stack = backward.stack(thread);
  const n = derivative.n;
  const i = TILE * index;
  const m = min(TILE, derivative.m - i);
  for (let j = 0; j < n; j += TILE) {
    const columns = min(TILE, n - j);
    const refused = record(<usize>backward.program, <usize>backward.routes, i, j, m, columns, backward.tape(stack));
    if (refused >= 0) {
      refuse(position(i, j, n, refused));
      return;
    }
    weightsOf(derivative.weights, 1, i, j, m, columns, stack);
    const unknown = reverse(backward, i, j, m, columns, stack, derivative.sums);
    if (unknown >= 0) {
      refuse(<f64>derivative.m * <f64>n + position(i, j, n, unknown));
      return;
    }
  }
}
