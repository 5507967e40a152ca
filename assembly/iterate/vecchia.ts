import { Address } from "../address";
import { Product, visitTiles } from "../blas/gemm";
import { axpy, dot } from "../blas/vector";
import { evaluate } from "../gram/evaluate";
import { TILE } from "../gram/program";
import { region, scratchOf, TASK } from "../parallel/region";

/**
 * The Vecchia factor of B = K − FFᵀ + R: row i of the sparse U has the conditional of point i given neighbours c that come before it,
 *
 *     b = B_cc⁻¹ B_ci,  v = B_ii − b·B_ci,  u_ii = v^(−½),  u_ic = −v^(−½) b,  B⁻¹ ≈ UᵀU.
 *
 * One float64 word for each field in this order (src/core/vecchia.ts writes them). What is gathered are `width` points for each of the rows that are made:
 * the neighbours, the point itself, and what fills up; `indices` (32 bits, n × width) says which they are, −1 for what fills up.
 *
 * Source: A. V. Vecchia, J. R. Stat. Soc. B 50 (1988).
 */
@unmanaged
class Words {
  width: f64;
  /** A program for the gathered points among themselves. */
  program: f64;
  indices: f64;
  /** U by rows, n × width. */
  values: f64;
  /** F by rows, ld apart, k columns. */
  f: f64;
  ld: f64;
  k: f64;
  /** R, n numbers. */
  ridge: f64;
  /** width·(k + width) elements for each thread. */
  work: f64;
  scratch: f64;
}

@unmanaged
@final
class Vecchia {
  width: i32;
  first: i32;
  program: usize;
  indices: usize;
  values: usize;
  f: usize;
  ld: i32;
  k: i32;
  ridge: usize;
  /** Or where rows of UF are written. */
  work: usize;
  scratch: usize;
}

/** U as it multiplies vectors of n numbers, one after the other in x and y. */
@unmanaged
@final
class Application {
  n: i32;
  width: i32;
  indices: usize;
  values: usize;
  x: usize;
  y: usize;
}

/** Rows `first` to `first + count` of U, of gathered points that begin with those of the first. */
export function vecchiaRows(words: usize, first: i32, count: i32): void {
  taskOf(words, first);
  region(count, row);
}

function taskOf(words: usize, first: i32): Vecchia {
  const given = changetype<Words>(words);
  const task = changetype<Vecchia>(TASK);
  task.width = <i32>given.width;
  task.first = first;
  task.program = <usize>given.program;
  task.indices = <usize>given.indices;
  task.values = <usize>given.values;
  task.f = <usize>given.f;
  task.ld = <i32>given.ld;
  task.k = <i32>given.k;
  task.ridge = <usize>given.ridge;
  task.work = <usize>given.work;
  task.scratch = <usize>given.scratch;
  return task;
}

function row(index: i32, thread: i32): void {
  const task = changetype<Vecchia>(TASK);
  const width = task.width;
  const k = task.k;
  const at = width * (task.first + index);
  const indices = Address.index(task.indices, at);
  const values = Address.at(task.values, at);
  let m = 0;
  while (m < width && load<i32>(Address.index(indices, m)) >= 0) m++;
  const gathered = Address.at(task.work, width * (k + width) * thread);
  const b = Address.at(gathered, width * k);
  matrix(task, width * index, m, b, thread);
  if (k > 0) {
    for (let r = 0; r < m; r++) {
      const source = Address.at(task.f, load<i32>(Address.index(indices, r)) * task.ld);
      memory.copy(Address.at(gathered, r * k), source, (<usize>k) << 3);
    }
    const scratch = scratchOf(task.scratch, thread);
    visitTiles(Product.at(scratch, m, m, k, -1, true).ofOne(gathered, k, 1).into(b, width, 1), 0, m, 0, m, scratch);
  }
  factor(task, indices, m, b);
  conditional(width, m, b, values);
}

/** The lower triangle of K between m gathered points from i on, row stride `width`. */
function matrix(task: Vecchia, i: i32, m: i32, b: usize, thread: i32): void {
  const width = task.width;
  const tile = <usize>load<f64>(task.program) + <usize>load<f64>(task.program, 8) * thread;
  for (let r = 0; r < m; r += TILE) {
    const rows = min(TILE, m - r);
    for (let c = 0; c <= r; c += TILE) {
      evaluate(task.program, i + r, i + c, rows, min(TILE, m - c), tile);
      for (let p = 0; p < rows; p++) {
        memory.copy(Address.of(b, width, 1, r + p, c), Address.at(tile, TILE * p), (<usize>min(TILE, m - c)) << 3);
      }
    }
  }
}

/** B + R = LLᵀ in place; a pivot, the variance of a point given others, is no less than its ridge. */
function factor(task: Vecchia, indices: usize, m: i32, b: usize): void {
  const width = task.width;
  for (let j = 0; j < m; j++) {
    const rowJ = Address.at(b, j * width);
    const ridge = load<f64>(Address.at(task.ridge, load<i32>(Address.index(indices, j))));
    const square = load<f64>(Address.at(rowJ, j)) + ridge - dot(j, rowJ, 1, rowJ, 1);
    const pivot = sqrt(max(square, ridge));
    store<f64>(Address.at(rowJ, j), pivot);
    for (let i = j + 1; i < m; i++) {
      const rowI = Address.at(b, i * width);
      const element = Address.at(rowI, j);
      store<f64>(element, (load<f64>(element) - dot(j, rowI, 1, rowJ, 1)) / pivot);
    }
  }
}

/** The solution x of Lᵀx = e_m, which is the row of U. */
function conditional(width: i32, m: i32, l: usize, x: usize): void {
  memory.fill(x, 0, (<usize>width) << 3);
  store<f64>(Address.at(x, m - 1), 1);
  for (let a = m - 1; a >= 0; a--) {
    const rowA = Address.at(l, a * width);
    const value = load<f64>(Address.at(x, a)) / load<f64>(Address.at(rowA, a));
    store<f64>(Address.at(x, a), value);
    axpy(a, -value, rowA, 1, x, 1);
  }
}

/** y = UᵀU x for t vectors of n numbers; threads share them. */
export function applyVecchia(words: usize, n: i32, t: i32, x: usize, y: usize): void {
  const given = changetype<Words>(words);
  const task = changetype<Application>(TASK);
  task.n = n;
  task.width = <i32>given.width;
  task.indices = <usize>given.indices;
  task.values = <usize>given.values;
  task.x = x;
  task.y = y;
  region(t, applyToVector);
}

function applyToVector(q: i32, _thread: i32): void {
  const task = changetype<Application>(TASK);
  const n = task.n;
  const width = task.width;
  const x = Address.at(task.x, n * q);
  const y = Address.at(task.y, n * q);
  memory.fill(y, 0, (<usize>n) << 3);
  let index = task.indices;
  let value = task.values;
  for (let i = 0; i < n; i++) {
    let sum: f64 = 0;
    for (let a = 0; a < width; a++) {
      const p = load<i32>(Address.index(index, a));
      if (p < 0) break;
      sum += load<f64>(Address.at(value, a)) * load<f64>(Address.at(x, p));
    }
    for (let a = 0; a < width; a++) {
      const p = load<i32>(Address.index(index, a));
      if (p < 0) break;
      const at = Address.at(y, p);
      store<f64>(at, load<f64>(at) + load<f64>(Address.at(value, a)) * sum);
    }
    index = Address.index(index, width);
    value = Address.at(value, width);
  }
}

/** Rows `first` to `first + count` of UF, k columns, one after the other from `out` on; threads share them. */
export function vecchiaFeatures(words: usize, first: i32, count: i32, out: usize): void {
  taskOf(words, first).work = out;
  region(count, featuresOfRow);
}

function featuresOfRow(index: i32, _thread: i32): void {
  const task = changetype<Vecchia>(TASK);
  const k = task.k;
  const at = task.width * (task.first + index);
  const out = Address.at(task.work, k * index);
  memory.fill(out, 0, (<usize>k) << 3);
  for (let a = at; a < at + task.width; a++) {
    const p = load<i32>(Address.index(task.indices, a));
    if (p < 0) break;
    axpy(k, load<f64>(Address.at(task.values, a)), Address.at(task.f, p * task.ld), 1, out, 1);
  }
}
