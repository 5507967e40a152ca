import { Address } from "../address";
import { axpy, dot, scale } from "../blas/vector";
import { allFinite, carryOn, Descent } from "./descent";
import { measure } from "./loss";
import { Ending, Form } from "./terms";

/**
 * At most `steps` steps on b of the n points each, of which `first` have been taken before; the matrix is stored. The gradient is that of
 *
 *     n/b Σ over the batch of w_i L(h_i, y_i) + λ‖h‖²
 *
 * whose mean over the batches is J; for the Euclidean form the ridge is that of the batch as well, n/b K_B λα_B. Batches are cut from a
 * random permutation of the points, drawn anew when it is used up, so each pass over the points meets every one once.
 *
 * Returns 4·(steps taken) + the ending; a step to coefficients that are not finite is taken back.
 */
export function descendOnBatches(words: usize, first: i32, steps: i32): f64 {
  const run = changetype<Descent>(words);
  const n = <i32>run.n;
  const p = <i32>run.p;
  const t = <i32>run.t;
  const x = <usize>run.x;
  const previous = <usize>run.previous;
  const order = <usize>run.order;
  for (let k = 0; k < steps; k++) {
    if (run.used >= run.n) {
      shuffle(n, order, <usize>run.random);
      run.used = 0;
    }
    const used = <i32>run.used;
    const count = min(<i32>run.batch, n - used);
    const members = order + ((<usize>used) << 2);
    run.used = used + count;
    const step = run.stepAt(first + k);
    const share = run.n / <f64>count;

    carryOn(p * t, run.beta, x, previous);
    const z = run.nesterov ? x : previous;
    for (let q = 0; q < t; q++) slopesOf(run, members, count, share, q, Address.at(z, p * q));
    for (let q = 0; q < t; q++) {
      const target = Address.at(x, p * q);
      const slopes = Descent.of(run.slopes, run.n, q);
      if (run.form !== Form.Euclidean && run.lambda !== 0)
        axpy(<i32>run.penalised, -2 * step * run.lambda, Address.at(z, p * q), 1, target, 1);
      for (let m = 0; m < count; m++) {
        const i = load<i32>(members + ((<usize>m) << 2));
        const change = -step * load<f64>(Address.at(slopes, m));
        if (run.form === Form.Functional) {
          const address = Address.at(target, i);
          store<f64>(address, load<f64>(address) + change);
        } else axpy(p, change, Address.at(<usize>run.matrix, p * i), 1, target, 1);
      }
    }
    if (!allFinite(p * t, x)) {
      memory.copy(x, previous, (<usize>(p * t)) << 3);
      return 4 * k + Ending.NotFinite;
    }
  }
  return 4 * steps + Ending.Done;
}

/** n/b w_i L′(h_i, y_i) of the members, in their order, for target q; the Euclidean form has the ridge in it. */
function slopesOf(run: Descent, members: usize, count: i32, share: f64, q: i32, z: usize): void {
  const p = <i32>run.p;
  const y = Descent.of(run.y, run.n, q);
  const slopes = Descent.of(run.slopes, run.n, q);
  for (let m = 0; m < count; m++) {
    const i = load<i32>(members + ((<usize>m) << 2));
    const address = Address.at(slopes, m);
    // a point at a time: its y and weight do not lie beside those of the next
    store<f64>(address, dot(p, Address.at(<usize>run.matrix, p * i), 1, z, 1));
    measure(
      <i32>run.loss,
      run.parameter,
      1,
      address,
      Address.at(y, i),
      run.weights ? Address.at(<usize>run.weights, i) : 0,
      address,
      <usize>run.work,
    );
    if (run.form === Form.Euclidean) store<f64>(address, load<f64>(address) + 2 * run.lambda * load<f64>(Address.at(z, i)));
  }
  scale(count, share, slopes, 1);
}

/** A random permutation of 0 … n − 1 by exchanges, from the last place down. Source: D. E. Knuth, TAOCP 2, algorithm 3.4.2 P. */
function shuffle(n: i32, order: usize, state: usize): void {
  for (let i = 0; i < n; i++) store<i32>(order + ((<usize>i) << 2), i);
  for (let i = n - 1; i > 0; i--) {
    const j = <usize>(((next(state) >> 32) * <u64>(i + 1)) >> 32);
    const here = order + ((<usize>i) << 2);
    const there = order + (j << 2);
    const kept = load<i32>(here);
    store<i32>(here, load<i32>(there));
    store<i32>(there, kept);
  }
}

/** The next of 2⁶⁴ numbers of SplitMix64. Source: Steele, Lea, Flood, OOPSLA 2014, figure 17. */
function next(state: usize): u64 {
  let z = load<u64>(state) + ((<u64>0x9e3779b9) << 32) + 0x7f4a7c15;
  store<u64>(state, z);
  z = (z ^ (z >> 30)) * (((<u64>0xbf58476d) << 32) + 0x1ce4e5b9);
  z = (z ^ (z >> 27)) * (((<u64>0x94d049bb) << 32) + 0x133111eb);
  return z ^ (z >> 31);
}
