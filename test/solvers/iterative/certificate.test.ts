import { expect, test } from "vitest";
import {
  fit,
  type IterativeReport,
  isMercerError,
  type Kernel,
  type KernelModel,
  kernelRidge,
  matern,
  predict,
  rationalQuadratic,
  rbf,
  scale,
} from "../../../src/entries/index";
import { random } from "../../support/generator";

interface Drawn {
  readonly kernel: Kernel;
  readonly lambda: number;
  readonly rank: number;
  readonly maxIterations: number;
  readonly n: number;
  readonly X: { readonly rows: number; readonly cols: number; readonly data: Float64Array };
  readonly y: Float64Array;
  readonly Z: { readonly rows: number; readonly cols: number; readonly data: Float64Array };
}

const CASES = 500;
const NEW = 40;

function draw(seed: number): Drawn {
  const source = random(seed);
  const [n, d] = [source.integer(2, 70), source.integer(1, 4)];
  const lengthScale = 2 ** source.between(-3, 1.5);
  const kernels: Kernel[] = [
    rbf({ lengthScale }),
    matern({ nu: 0.5, lengthScale }),
    matern({ nu: 1.5, lengthScale }),
    matern({ nu: 2.5, lengthScale }),
    rationalQuadratic({ alpha: 0.7, lengthScale }),
    scale(9, matern({ nu: 1.5, lengthScale })),
  ];
  const data = Float64Array.from({ length: n * d }, () => source.between(-1, 1));
  // some points are there twice
  if (n > 4 && seed % 5 === 0) data.copyWithin(d, 0, d);
  return {
    kernel: kernels[source.integer(0, kernels.length - 1)] as Kernel,
    lambda: n * 10 ** source.between(-7, -1),
    rank: source.integer(1, n),
    // half of them are interrupted
    maxIterations: seed % 2 === 0 ? 500 : source.integer(0, 6),
    n,
    X: { rows: n, cols: d, data },
    y: Float64Array.from({ length: n }, (_, i) => Math.sin(4 * (data[i * d] as number)) + source.between(-0.5, 0.5)),
    Z: { rows: NEW, cols: d, data: Float64Array.from({ length: NEW * d }, () => source.between(-1.5, 1.5)) },
  };
}

/** The iterative fit, also one that was interrupted. */
function attempt(
  { kernel, lambda, rank, maxIterations, X, y }: Drawn,
  intercept: boolean,
): { readonly model: KernelModel; readonly converged: boolean } {
  try {
    const options = { kernel, lambda, intercept, rank, maxIterations, tolerance: 1e-4, solver: "iterative" } as const;
    return { model: fit(kernelRidge(options), X, y) as KernelModel, converged: true };
  } catch (error) {
    if (!isMercerError(error) || error.code !== "diverged") throw error;
    return { model: error.model as KernelModel, converged: false };
  }
}

/** The largest difference from the exact fit's predictions, beside √k(z, z), at the points and at new ones. */
function trueError(drawn: Drawn, model: KernelModel, intercept: boolean): { readonly error: number; readonly doubt: number } {
  const { kernel, lambda, X, y, Z } = drawn;
  const exact = fit(kernelRidge({ kernel, lambda, intercept, solver: "cholesky" }), X, y);
  const root = (kernel as { readonly factor?: number }).factor === 9 ? 3 : 1;
  let error = 0;
  for (const points of [X, Z]) {
    const [a, b] = [predict(model, points) as Float64Array, predict(exact, points) as Float64Array];
    a.forEach((value, i) => {
      error = Math.max(error, Math.abs(value - (b[i] as number)) / root);
    });
  }
  return { error, doubt: exact.report.errorBound as number };
}

test(`the bound is never below the true error over ${CASES} problems, and within 300 times where it converged and landmarks tell much of K`, () => {
  let [converged, near, loosest, worst] = [0, 0, 0, 0];
  for (let seed = 1; seed <= CASES; seed++) {
    const drawn = draw(seed);
    const intercept = seed % 4 < 2;
    const fitted = attempt(drawn, intercept);
    const report = fitted.model.report as IterativeReport;
    const bound = report.errorBound as number;
    const { error, doubt } = trueError(drawn, fitted.model, intercept);
    // the oracle has an error of its own
    expect(bound, `seed ${seed}`).toBeGreaterThanOrEqual(error - doubt);
    if (!fitted.converged) continue;
    converged++;
    if (error <= 100 * doubt) continue;
    worst = Math.max(worst, bound / error);
    if (report.certificate.remainingTrace > 1000 * drawn.lambda) continue;
    near++;
    loosest = Math.max(loosest, bound / error);
  }
  expect(converged).toBeGreaterThan(CASES / 3);
  expect(near).toBeGreaterThan(CASES / 10);
  expect(loosest).toBeLessThan(300);
  // the fewer landmarks and the smaller λ, the less is known of rᵀG⁻¹r beside ‖r‖²/λ
  expect(worst).toBeLessThan(3000);
});
