import { actionsOfReflections, solutionOfFactors } from "../oracle.ts";
import * as plainFactors from "../plain-loops/factors.ts";
import * as plainKernels from "../plain-loops/kernels.ts";
import * as plainProducts from "../plain-loops/products.ts";
import { cholesky } from "../pure-typescript/cholesky.ts";
import { descend } from "../pure-typescript/descent.ts";
import { gram } from "../pure-typescript/gram.ts";
import { lu } from "../pure-typescript/lu.ts";
import * as twinProducts from "../pure-typescript/products.ts";
import * as twinQr from "../pure-typescript/qr.ts";
import { fitRidge, predictRidge, STRIP } from "../pure-typescript/ridge.ts";
import { type Job, PLAIN, TWIN, type Work } from "./work.ts";

type Rivals = Readonly<Record<typeof TWIN | typeof PLAIN, Job>>;

/** The twin and the plain loops on the same data; every array is made here, outside the clock. */
export function prepare(work: Work): Rivals {
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
        () => twinQr.qr(n, n, factors),
        () => plainFactors.qr(n, n, factors),
        () => factors.set(a),
      );
    }
    case "leastSquares": {
      const { m, n, a, b } = work;
      const factors = new Float64Array(m * n);
      const y = new Float64Array(m);
      return both(
        () => y.slice(0, n),
        () => twinQr.leastSquares(m, n, factors, y),
        () => plainFactors.leastSquares(m, n, factors, y),
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
      const { n, d, x, y, kernel, lambda } = work.problem;
      const alpha = new Float64Array(n);
      const norms = new Float64Array(n);
      const scratch = { matrix: new Float64Array(n * n), norms, otherNorms: norms };
      return both(
        () => alpha,
        repeated(work.batch, () => fitRidge(kernel, lambda, n, d, x, y, scratch, alpha)),
        repeated(work.batch, () => plainKernels.fitRidge(kernel, lambda, n, d, x, y, scratch.matrix, alpha)),
      );
    }
    case "predict":
      return work.pointwise ? predictPointwise(work) : predictAll(work);
    case "descent": {
      const { n, k, y, step, steps } = work;
      const alpha = new Float64Array(n);
      const residual = new Float64Array(n);
      return both(
        () => alpha,
        () => descend(n, k, y, step, steps, residual, alpha),
        () => plainKernels.descend(n, k, y, step, steps, residual, alpha),
        () => alpha.fill(0),
      );
    }
    case "eigh":
    case "machine":
      throw new Error(`there is no twin of the operation ${work.operation}`);
  }
}

type Prediction = Extract<Work, { operation: "predict" }>;

function predictAll({ problem: { n, d, x, kernel }, alpha, z }: Prediction): Rivals {
  const m = z.length / d;
  const h = new Float64Array(m);
  const scratch = { matrix: new Float64Array(STRIP * n), norms: new Float64Array(n), otherNorms: new Float64Array(m) };
  return both(
    () => h,
    () => predictRidge(kernel, m, n, d, z, x, alpha, scratch, h),
    () => plainKernels.predictRidge(kernel, m, n, d, z, x, alpha, h),
  );
}

/** One call a point, as a page does that answers a slider. */
function predictPointwise({ problem: { n, d, x, kernel }, alpha, z }: Prediction): Rivals {
  const points = Array.from({ length: z.length / d }, (_, i) => z.slice(i * d, (i + 1) * d));
  const h = new Float64Array(points.length);
  const one = new Float64Array(1);
  const scratch = { matrix: new Float64Array(n), norms: one, otherNorms: one };
  const each = (call: (point: Float64Array) => void) => () => {
    for (let i = 0; i < points.length; i++) {
      call(points[i]);
      h[i] = one[0];
    }
  };
  return both(
    () => h,
    each((point) => predictRidge(kernel, 1, n, d, point, x, alpha, scratch, one)),
    each((point) => plainKernels.predictRidge(kernel, 1, n, d, point, x, alpha, one)),
  );
}

function both(result: () => Float64Array, twin: () => void, plain: () => void, restore?: () => void): Rivals {
  const job = (run: () => void): Job => ({ run, result, ...(restore ? { restore } : {}) });
  return { [TWIN]: job(twin), [PLAIN]: job(plain) };
}

function repeated(count: number, work: () => void): () => void {
  return () => {
    for (let i = 0; i < count; i++) work();
  };
}
