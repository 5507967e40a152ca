import { Draw } from "../draw";
import { estimator, problem } from "../estimators";
import { Scene } from "../scene";
import { callTerm, type Term } from "../term";

/** A fitted model as a term, with what it was fitted to: one of a few hundred, so that it is fitted once. */
export interface Stocked {
  readonly model: Term;
  readonly scene: Scene;
  readonly estimator: Term;
  readonly X: Term;
  readonly y: Term;
}

const SIZE = 300;

export function stocked(s: Scene, names?: readonly string[]): Stocked {
  const scene = new Scene(new Draw(7_000_000 + s.draw.integer(0, SIZE - 1)), true);
  const [of, X, y] = problem(scene, names);
  return { model: callTerm("mercer.fit", of, X, y), scene, estimator: of, X, y };
}

/** Points of as many features as a model was fitted to; on its own draws, so that they differ from call to call. */
export function pointsLike({ scene, X }: Stocked, s: Scene, rows = s.n): Term {
  return s.draw.chance(0.2) ? X : s.points(rows, scene.d);
}

export const REGRESSORS = [
  "kernelRidge",
  "gaussianProcess",
  "nystrom",
  "leastSquares",
  "kernelDescent",
  "linearDescent",
  "kernelNewton",
  "supportVectorRegression",
];
export const KERNEL_REGRESSORS = ["kernelRidge", "nystrom", "kernelDescent", "kernelNewton", "supportVectorRegression"];
export const CLASSIFIER = ["kernelClassifier"];

/** An estimator and benign data: for verbs that refit. */
export function benignProblem(s: Scene, names: readonly string[]): [Term, Term, Term] {
  if (s.draw.chance(0.3)) return problem(s, names);
  const scene = new Scene(new Draw(9_000_000 + s.draw.integer(0, 4000)), true);
  return problem(scene, names);
}

export { estimator };
