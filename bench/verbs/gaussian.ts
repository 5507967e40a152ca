import type { Contest } from "../contest.ts";
import { normal, type Process, process, uniform } from "../data.ts";
import { MERCER } from "../jobs/implementation.ts";
import { distance, solutionError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import { covariance, kriging, likelihood } from "../plain-loops/process.ts";
import { here } from "../processes/contestants.ts";

/** Gaussian processes: a fit, the likelihood with all its derivatives, variances, and a map. */
export function* gaussian(): Generator<Contest<Float64Array>> {
  yield fitted(process(2000, 20));
  yield derivatives(process(1000, 20));
  const plane = process(1000, 5, { kind: "rbf", gamma: 1 / 8 });
  yield variances(plane, normal(10_000 * plane.d, 7));
  const stations = process(500, 2, { kind: "matern", nu: 1.5, lengthScale: 1 }, "constant");
  yield map(
    stations,
    uniform(2 * 40_000, 8).map((value) => 2 * value),
  );
}

const inputs = ({ n, d, x, y }: Process) => ({ x: { data: x, shape: [n, d] }, y: { data: y, shape: [n] } });

function fitted(problem: Process): Contest<Float64Array> {
  const { n, y } = problem;
  const truth = covariance(problem);
  return {
    operation: "Gaussian process fit",
    size: sizeOf(problem),
    contestants: [
      here(MERCER, { operation: "processFit", problem }),
      nativeContestant("scikit-learn native", "process_fit", inputs(problem), parametersOf(problem)),
    ],
    error: (alpha) => solutionError(n, truth, y, alpha),
    tolerance: 1e-13,
  };
}

/** The likelihood and its derivatives by the noise, the factor and a length scale a feature; each is judged beside the largest of its own kind. */
function derivatives(problem: Process): Contest<Float64Array> {
  const truth = likelihood(problem);
  return {
    operation: "likelihood and its derivatives",
    size: `${sizeOf(problem)}, ${problem.d + 2} parameters`,
    contestants: [
      here(MERCER, { operation: "likelihood", problem }),
      nativeContestant("scikit-learn native", "likelihood", inputs(problem), parametersOf(problem)),
    ],
    error: (found) => Math.max(distance(found.subarray(0, 1), truth.subarray(0, 1)), distance(found.subarray(1), truth.subarray(1))),
    tolerance: 1e-10,
  };
}

function variances(problem: Process, z: Float64Array): Contest<Float64Array> {
  const shape = [z.length / problem.d, problem.d];
  return {
    operation: "mean and variance",
    size: `${shape[0]} × ${problem.n}, d = ${problem.d}`,
    contestants: [
      here(MERCER, { operation: "variance", problem, z }),
      nativeContestant("scikit-learn native", "variance", { ...inputs(problem), z: { data: z, shape } }, parametersOf(problem)),
    ],
    ...judged(problem, z),
  };
}

/** A fit with an unknown mean, and the map with its standard error; scikit-learn knows no such mean. */
function map(problem: Process, z: Float64Array): Contest<Float64Array> {
  return {
    operation: "kriging map",
    size: `${z.length / problem.d} cells, ${problem.n} stations`,
    contestants: [here(MERCER, { operation: "map", problem, z })],
    ...judged(problem, z),
  };
}

/** One of so many points is verified: each costs n² by plain loops. */
const STEP = 200;

function judged(problem: Process, z: Float64Array): Pick<Contest<Float64Array>, "error" | "tolerance"> {
  const truth = kriging(problem, z, STEP);
  const count = truth.length / 2;
  const m = z.length / problem.d;
  return {
    error: (found) => {
      if (found.length !== 2 * m) return Number.NaN;
      const some = (from: number) => Float64Array.from({ length: count }, (_, k) => found[from + k * STEP]);
      return Math.max(distance(some(0), truth.subarray(0, count)), distance(some(m), truth.subarray(count)));
    },
    tolerance: 1e-10,
  };
}

function sizeOf({ n, d }: Process): string {
  return `n = ${n}, d = ${d}`;
}

function parametersOf({ kernel, factor, noise }: Process): object {
  return { kernel: kernel.kind === "rbf" ? { kind: "ard", lengthScales: Math.sqrt(0.5 / kernel.gamma) } : kernel, factor, noise };
}
