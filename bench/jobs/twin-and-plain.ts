import { actionsOfReflections, solutionOfFactors } from "../oracle.ts";
import * as plainFactors from "../plain-loops/factors.ts";
import * as plainKernels from "../plain-loops/kernels.ts";
import * as plainProducts from "../plain-loops/products.ts";
import { cholesky } from "../pure-typescript/cholesky.ts";
import { descend } from "../pure-typescript/descent.ts";
import { gram } from "../pure-typescript/gram.ts";
import { lu } from "../pure-typescript/lu.ts";
import * as twinProducts from "../pure-typescript/products.ts";
import { qr } from "../pure-typescript/qr.ts";
import { fitRidge, predictRidge, STRIP } from "../pure-typescript/ridge.ts";
import { tallQr } from "../pure-typescript/tall-qr.ts";
import { PLAIN, TWIN } from "./implementation.ts";
import { type Job, jobOfPoints, pointsOf } from "./job.ts";
import type { Prediction, Work } from "./work.ts";

type Both = Readonly<Record<typeof TWIN | typeof PLAIN, Job>>;

/** The twin and the plain loops on the same data; every array is made here, outside the clock. */
export function twinAndPlain(work: Work): Both {
  switch (work.operation) {
    case "product": {
      const { n, a, b } = work;
      const c = new Float64Array(n * n);
      return both(
        () => c,
        () => twinProducts.product(n, n, n, a, b, c),
        () => plainProducts.product(n, n, n, a, b, c),
      );
    }
    case "selfProduct": {
      const { n, d, x } = work;
      const c = new Float64Array(n * n);
      return both(
        () => c,
        () => twinProducts.selfProduct(n, d, x, c),
        () => plainProducts.selfProduct(n, d, x, c),
      );
    }
    case "cholesky": {
      const { n, a } = work;
      const l = new Float64Array(n * n);
      return both(
        () => l,
        () => void cholesky(n, l),
        () => void plainFactors.cholesky(n, l),
        () => l.set(a),
      );
    }
    case "lu": {
      const { n, a, b } = work;
      const factors = new Float64Array(n * n);
      const pivots = new Int32Array(n);
      const solution = () => solutionOfFactors(n, factors, pivots, b);
      return both(
        solution,
        () => lu(n, factors, pivots),
        () => plainFactors.lu(n, factors, pivots),
        () => factors.set(a),
      );
    }
    case "qr": {
      const { n, a } = work;
      const factors = new Float64Array(n * n);
      return both(
        () => actionsOfReflections(n, factors),
        () => qr(n, n, factors),
        () => plainFactors.qr(n, n, factors),
        () => factors.set(a),
      );
    }
    case "leastSquares": {
      const { m, n, a, b } = work;
      const factors = new Float64Array(m * n);
      const y = new Float64Array(m);
      // x = R⁻¹ (Qᵀ b)
      const solveBy = (factor: typeof tallQr) => () => {
        factor(m, n, factors, y);
        plainFactors.solveUpper(n, factors, y);
      };
      return both(
        () => y.slice(0, n),
        solveBy(tallQr),
        solveBy(plainFactors.qr),
        () => {
          factors.set(a);
          y.set(b);
        },
      );
    }
    case "gram": {
      const { n, d, x, kernel } = work.points;
      const k = new Float64Array(n * n);
      return both(
        () => k,
        () => gram(kernel, n, d, x, k),
        () => plainKernels.gram(kernel, n, d, x, k),
      );
    }
    case "fit": {
      const { problem } = work;
      const alpha = new Float64Array(problem.n);
      const k = new Float64Array(problem.n ** 2);
      return both(
        () => alpha,
        () => fitRidge(problem, k, alpha),
        () => plainKernels.fitRidge(problem, k, alpha),
      );
    }
    case "predict":
      return predictAll(work);
    case "predictor":
      return predictOne(work);
    case "descent": {
      const alpha = new Float64Array(work.n);
      const residual = new Float64Array(work.n);
      return both(
        () => alpha,
        () => descend(work, residual, alpha),
        () => plainKernels.descend(work, residual, alpha),
        () => alpha.fill(0),
      );
    }
    case "ldl":
    case "eigh":
    case "kernelDescent":
    case "machine":
    case "largeFit":
    case "landmarks":
    case "processFit":
    case "likelihood":
    case "variance":
    case "map":
    case "lambdaPath":
    case "comparison":
      throw new Error(`there is no twin of the operation ${work.operation}`);
    default:
      return work satisfies never;
  }
}

function predictAll({ problem, alpha, z }: Prediction): Both {
  const { n, d } = problem;
  const m = z.length / d;
  const h = new Float64Array(m);
  const scratch = { matrix: new Float64Array(STRIP * n), norms: new Float64Array(n), otherNorms: new Float64Array(m) };
  return both(
    () => h,
    () => predictRidge(problem, alpha, z, scratch, h),
    () => plainKernels.predictRidge(problem, alpha, z, h),
  );
}

/** One call a point, as a page does that answers a slider. */
function predictOne({ problem, alpha, z }: Prediction): Both {
  const points = pointsOf(problem.d, z);
  const one = new Float64Array(1);
  const scratch = { matrix: new Float64Array(problem.n), norms: one, otherNorms: one };
  return {
    [TWIN]: jobOfPoints(points, (point) => {
      predictRidge(problem, alpha, point, scratch, one);
      return one[0];
    }),
    [PLAIN]: jobOfPoints(points, (point) => {
      plainKernels.predictRidge(problem, alpha, point, one);
      return one[0];
    }),
  };
}

function both(result: () => Float64Array, twin: () => void, plain: () => void, restore?: () => void): Both {
  const job = (run: () => void): Job => ({ run, result, ...(restore ? { restore } : {}) });
  return { [TWIN]: job(twin), [PLAIN]: job(plain) };
}
