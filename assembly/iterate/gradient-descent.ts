import { Address } from "../address";
import { Product } from "../blas/gemm";
import { gemv } from "../blas/gemv";
import { axpy } from "../blas/vector";
import { allFinite, carryOn, Descent } from "./descent";
import { Ending, Form } from "./terms";

/** By how much, relative, J must rise before a step counts as one that went too far: well above rounding. */
const RISE: f64 = 1e-10;

/**
 * At most `steps` steps of descent on J(x) = Σ_i w_i L(h_i, y_i) + λ‖h‖² from the x given, of which `first` have been taken before:
 *
 *     v = x − x_t−1,   z = x + βv (Nesterov) or x,   x ← x + βv − s ∇J(z)
 *
 * with the gradient of the form (terms.ts). h is linear in x, so the one at z follows from those at x and x_t−1: a step reads K once
 * (Euclidean: twice; primal: Φ twice). With `restart` a step with momentum that raised J is taken back, and the next one is without.
 *
 * losses[r·t + q] receives the loss of target q after r steps, r = 0 … steps; a later call finds its r = 0 done, by the end of the one
 * before. Stops when no component of the gradient, L′ + 2λx for both forms on K, exceeds the tolerance (x is then the point of that
 * gradient), when the losses add up to the target or less, or when a loss or coefficient is not finite: x then goes back by a step.
 *
 * Returns 4·(steps taken) + the ending; or −2 − position for an element of K that was refused.
 */
export function descend(words: usize, first: i32, steps: i32, losses: usize): f64 {
  const run = changetype<Descent>(words);
  const n = <i32>run.n;
  const t = <i32>run.t;
  const size = <i32>run.p * t;
  const x = <usize>run.x;
  const previous = <usize>run.previous;
  const h = <usize>run.h;
  const bytes = (<usize>size) << 3;
  for (let k = 0; k <= steps; k++) {
    if (k > 0 || !run.assessed) {
      const refused = run.forward(x, h);
      if (refused >= 0) return -2 - refused;
      const lossesHere = Address.at(losses, k * t);
      if (!assess(run, first + k, lossesHere)) {
        memory.copy(x, previous, bytes);
        return 4 * max(0, k - 1) + Ending.NotFinite;
      }
      let total: f64 = 0;
      for (let q = 0; q < t; q++) total += load<f64>(Address.at(lossesHere, q));
      if (total <= run.target) return 4 * k + Ending.Reached;
    }
    if (k === steps) break;
    carryOn(size, run.beta, x, previous);
    if (run.nesterov) {
      carryOn(n * t, run.beta, h, <usize>run.hPrevious);
      for (let q = 0; q < t; q++) run.measure(h, q);
    } else memory.copy(<usize>run.hPrevious, h, (<usize>(n * t)) << 3);
    const largest = gradient(run, run.nesterov ? x : previous);
    if (largest <= run.tolerance) {
      if (!run.nesterov) memory.copy(x, previous, bytes);
      return 4 * k + Ending.Converged;
    }
    if (run.form === Form.Euclidean) {
      const again = run.forward(<usize>run.slopes, <usize>run.gradient);
      if (again >= 0) return -2 - again;
    }
    axpy(size, -run.stepAt(first + k), <usize>(run.form === Form.Functional ? run.slopes : run.gradient), 1, x, 1);
    if (!allFinite(size, x)) {
      memory.copy(x, previous, bytes);
      return 4 * k + Ending.NotFinite;
    }
  }
  run.assessed = 1;
  return 4 * steps + Ending.Done;
}

/** The largest component of ∇J at x, without the factor K of the Euclidean form; h and the gradient are left at x. */
export function gradientAt(words: usize): f64 {
  const run = changetype<Descent>(words);
  const refused = run.forward(<usize>run.x, <usize>run.h);
  if (refused >= 0) return -2 - refused;
  for (let q = 0; q < <i32>run.t; q++) run.measure(<usize>run.h, q);
  return gradient(run, <usize>run.x);
}

/** h = Kx or Φx for any x of the shape of the coefficients. Returns −1, or the position of an element of K that was refused. */
export function forward(words: usize, x: usize, h: usize): f64 {
  return changetype<Descent>(words).forward(x, h);
}

/** The losses at x, target by target, with J; steps that raised it are taken back, the best are kept. Returns whether all is finite. */
function assess(run: Descent, step: i32, losses: usize): bool {
  const bytes = (<usize>run.p) << 3;
  for (let q = 0; q < <i32>run.t; q++) {
    const h = Descent.of(run.h, run.n, q);
    const x = Descent.of(run.x, run.p, q);
    const before = Descent.of(run.objective, 1, q);
    let loss = run.measure(<usize>run.h, q);
    let objective = loss + run.ridge(q);
    const least = load<f64>(before);
    const back = run.restart && objective > least * (least < 0 ? 1 - RISE : 1 + RISE);
    if (back) {
      memory.copy(x, Descent.of(run.previous, run.p, q), bytes);
      memory.copy(h, Descent.of(run.hPrevious, run.n, q), (<usize>run.n) << 3);
      loss = run.measure(<usize>run.h, q);
      objective = loss + run.ridge(q);
    }
    store<f64>(Address.at(losses, q), loss);
    if (!(objective - objective === 0)) return false;
    // what a step without momentum makes of J is taken as it is
    store<f64>(before, back ? Infinity : objective);
    if (!run.best || !(objective < load<f64>(Descent.of(run.bestObjective, 1, q)))) continue;
    store<f64>(Descent.of(run.bestObjective, 1, q), objective);
    store<f64>(Descent.of(run.bestStep, 1, q), step);
    memory.copy(Descent.of(run.best, run.p, q), x, bytes);
  }
  return true;
}

/** ∇J(z) from the slopes at z, in the slopes for the forms on K, the Euclidean one lacking its factor K; returns its largest component. */
function gradient(run: Descent, z: usize): f64 {
  const n = <i32>run.n;
  const p = <i32>run.p;
  const penalised = <i32>run.penalised;
  const primal = run.form === Form.Primal;
  const block = primal ? run.gradient : run.slopes;
  if (primal) memory.fill(<usize>run.gradient, 0, (<usize>(p * <i32>run.t)) << 3);
  let largest: f64 = 0;
  for (let q = 0; q < <i32>run.t; q++) {
    const g = Descent.of(block, run.p, q);
    if (primal)
      gemv(
        Product.vector(p, n, 1)
          .of(<usize>run.matrix, 1, p, Descent.of(run.slopes, run.n, q), 1, 1)
          .into(g, 1, 1),
      );
    if (run.lambda !== 0) axpy(penalised, 2 * run.lambda, Address.at(z, p * q), 1, g, 1);
    for (let i = 0; i < p; i++) largest = max(largest, abs(load<f64>(Address.at(g, i))));
  }
  return largest;
}
