import { gram, type Kernel, type Matrix, type MatrixLike, type Vector } from "../../src/entries/index";
import type { FitOptions } from "../../src/estimators/fit-options";
import { readProblem } from "../../src/problem/problem";
import { watch } from "../../src/progress";
import { type SupportVectorOptions, type SupportVectorSolution, solveSupportVector } from "../../src/solvers/support-vector";
import { times } from "./dense";

/** A support vector machine as the textbooks have it: kernel, data and C per point. */
export interface Machine {
  readonly kernel: Kernel;
  readonly X: Matrix;
  readonly y: readonly number[];
  readonly options: Omit<SupportVectorOptions, "loss"> & { readonly loss: "hinge" | "epsilonInsensitive"; readonly epsilon: number };
  readonly weights?: ArrayLike<number>;
}

export function solve(
  { kernel, X, y, options, weights }: Omit<Machine, "y"> & { readonly y: Vector | MatrixLike },
  watching: FitOptions = {},
): SupportVectorSolution & { readonly converged: boolean } {
  const { loss: kind, epsilon, ...others } = options;
  const loss = kind === "hinge" ? { kind } : { kind, epsilon };
  const solution = solveSupportVector(readProblem(kernel, X, y, weights), { ...others, loss }, watch(watching));
  return { ...solution, converged: !solution.warnings.some((warning) => warning.includes("not reached")) };
}

/** J = λ‖h‖² + Σ w L at β and b, and its dual 2λ(yᵀβ − ε Σ|β| − ½βᵀKβ), by their definitions. */
export function objectives(
  { kernel, X, y, options, weights }: Machine,
  beta: ArrayLike<number>,
  b: number,
): { readonly primal: number; readonly dual: number; readonly h: Float64Array } {
  const { lambda, loss, epsilon } = options;
  const Kbeta = times(gram(kernel, X), beta);
  const h = Kbeta.map((value) => value + b);
  const square = Kbeta.reduce((sum, value, i) => sum + value * (beta[i] as number), 0);
  let primal = lambda * square;
  let dual = -lambda * square;
  for (let i = 0; i < X.rows; i++) {
    const target = y[i] as number;
    const excess = loss === "hinge" ? 1 - target * (h[i] as number) : Math.abs((h[i] as number) - target) - epsilon;
    primal += (weights?.[i] ?? 1) * Math.max(0, excess);
    const tube = loss === "hinge" ? 0 : epsilon;
    dual += 2 * lambda * (target * (beta[i] as number) - tube * Math.abs(beta[i] as number));
  }
  return { primal, dual, h };
}

/** By how much the worst of the Karush–Kuhn–Tucker conditions is missed, in units of y; and whether β is feasible. */
export function optimality(
  machine: Machine,
  beta: ArrayLike<number>,
  b: number,
): { readonly violation: number; readonly feasible: boolean } {
  const { y, options, weights } = machine;
  const { lambda, loss, epsilon, intercept } = options;
  const { h } = objectives(machine, beta, b);
  let [violation, sum, largest] = [0, 0, 0];
  let feasible = intercept || b === 0;
  h.forEach((value, i) => {
    const [target, x] = [y[i] as number, beta[i] as number];
    const C = (weights?.[i] ?? 1) / (2 * lambda);
    sum += x;
    largest = Math.max(largest, C);
    if (Math.abs(x) > C || (loss === "hinge" && x * target < 0)) feasible = false;
    // what the margin m lacks to 1 for the hinge; what the error has beyond ε for the tube, on the side where β is
    const side = loss === "hinge" ? target : x === 0 ? Math.sign(target - value) : Math.sign(x);
    const lack = loss === "hinge" ? 1 - target * value : side * (target - value) - epsilon;
    if (Math.abs(x) < C) violation = Math.max(violation, lack);
    if (x !== 0) violation = Math.max(violation, -lack);
  });
  if (intercept && Math.abs(sum) > 1e-12 * h.length * largest) feasible = false;
  return { violation, feasible };
}
