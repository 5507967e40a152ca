import { describe, expect, it } from "vitest";
import {
  add,
  allSubsets,
  type Cause,
  constant,
  cosine,
  custom,
  type Diagnosis,
  diagnose,
  fit,
  gram,
  type Kernel,
  kernelRidge,
  laplacian,
  linear,
  matern,
  type Points,
  periodic,
  polynomial,
  precomputed,
  predict,
  rbf,
  scale,
  sigmoid,
  white,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { expectRounded } from "../support/precision";
import { randomMatrix, randomVector } from "../support/random";

const line = (n: number, step = 1): number[][] => Array.from({ length: n }, (_, i) => [i * step]);
const scattered = randomMatrix(1, 12, 3);
const first = (m: { rows: number; cols: number; data: Float64Array }, rows: number) => ({
  rows,
  cols: m.cols,
  data: m.data.slice(0, rows * m.cols),
});

interface Situation {
  readonly kernel: Kernel;
  readonly X: Points;
  readonly rank: number;
  /** All of them, the main one first. */
  readonly causes: readonly Cause[];
  readonly says: string;
}

const SITUATIONS: Readonly<Record<string, Situation>> = {
  "well separated points": { kernel: rbf({ gamma: 1 }), X: line(10), rank: 10, causes: [], says: "invertible" },
  "one point": { kernel: rbf(), X: [[1]], rank: 1, causes: [], says: "invertible" },
  "σ → 0": { kernel: rbf({ sigma: 1e-3 }), X: line(6), rank: 6, causes: [], says: "condition number 1." },
  "a rough kernel on dense points": { kernel: laplacian({ gamma: 2 }), X: line(200, 0.005), rank: 200, causes: [], says: "invertible" },
  "M ≥ n, independent rows": { kernel: linear(), X: first(scattered, 3), rank: 3, causes: [], says: "invertible" },
  "M ≥ n by a polynomial": { kernel: polynomial({ degree: 2 }), X: first(scattered, 10), rank: 10, causes: [], says: "invertible" },
  "white noise": { kernel: add(rbf({ gamma: 1 }), white(0.1)), X: line(6, 0), rank: 6, causes: [], says: "white noise" },
  "a duplicate": { kernel: rbf({ gamma: 1 }), X: [...line(10), [3]], rank: 10, causes: ["duplicates"], says: "Rows 3 and 10 are equal" },
  "several duplicates": { kernel: laplacian(), X: [...line(5), [3], [3], [0]], rank: 5, causes: ["duplicates"], says: "3 rows are equal" },
  "all points equal": { kernel: rbf(), X: line(5, 0), rank: 1, causes: ["duplicates"], says: "equal points have equal rows" },
  "equal after the choice of columns": {
    kernel: matern({ nu: 1.5, lengthScale: 1 }),
    X: [
      [1, 2],
      [4, 4],
      [1, 2],
    ],
    rank: 2,
    causes: ["duplicates"],
    says: "Rows 0 and 2 are equal",
  },
  "almost a duplicate": {
    kernel: rbf({ gamma: 1 }),
    X: [[0], [1], [1 + 1e-9], [2]],
    rank: 3,
    causes: ["near-duplicates"],
    says: "almost equal",
  },
  "almost a duplicate, told apart": {
    kernel: rbf({ gamma: 1 }),
    X: [[0], [1], [1 + 1e-6], [2]],
    rank: 4,
    causes: ["ill-conditioned", "near-duplicates"],
    says: "digits",
  },
  "more points than features": { kernel: linear(), X: scattered, rank: 3, causes: ["few-features"], says: "3 dimensions" },
  "more points than monomials": {
    kernel: polynomial({ degree: 2 }),
    X: scattered,
    rank: 10,
    causes: ["few-features"],
    says: "10 dimensions",
  },
  "more points than subsets": { kernel: allSubsets(), X: scattered, rank: 8, causes: ["few-features"], says: "8 dimensions" },
  "one feature": { kernel: linear(), X: [[1], [2], [3]], rank: 1, causes: ["few-features"], says: "one dimension" },
  "few features and a duplicate": {
    kernel: linear(),
    X: [
      [1, 2],
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    rank: 2,
    causes: ["few-features", "duplicates"],
    says: "2 dimensions",
  },
  "a constant kernel": { kernel: constant(2), X: line(4), rank: 1, causes: ["few-features"], says: "one dimension" },
  "a constant kernel and white noise": { kernel: add(constant(2), white(1)), X: line(4), rank: 4, causes: [], says: "invertible" },
  "collinear rows": {
    kernel: linear(),
    X: [
      [1, 2, 0],
      [2, 4, 0],
      [0, 1, 1],
    ],
    rank: 2,
    causes: ["collinear"],
    says: "rows 0 and 1 are multiples",
  },
  "a row of zeros": {
    kernel: linear(),
    X: [
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
    ],
    rank: 2,
    causes: ["zero-rows"],
    says: "no features at all",
  },
  "points in a plane": {
    kernel: linear(),
    X: [
      [1, 0, 1, 0],
      [0, 1, 1, 0],
      [1, 2, 3, 0],
    ],
    rank: 2,
    causes: ["dependent-features"],
    says: "smaller subspace",
  },
  "a smooth kernel": { kernel: rbf({ lengthScale: 0.5 }), X: line(50, 0.02), rank: 11, causes: ["smooth"], says: "so smooth" },
  "σ → ∞": { kernel: rbf({ sigma: 1e9 }), X: line(5), rank: 1, causes: ["smooth", "near-duplicates"], says: "so smooth" },
  "a smooth kernel and a duplicate": {
    kernel: rbf({ lengthScale: 0.5 }),
    X: [...line(49, 0.02), [0]],
    rank: 11,
    causes: ["smooth", "duplicates"],
    says: "Rows 0 and 49 are equal",
  },
  "smooth, but not beyond telling": {
    kernel: rbf({ lengthScale: 1 }),
    X: line(12, 0.4),
    rank: 12,
    causes: ["ill-conditioned"],
    says: "ill-conditioned",
  },
  "a sigmoid that is indefinite": {
    kernel: sigmoid({ gamma: 0.8, coef0: -1 }),
    X: scattered,
    rank: 12,
    causes: ["indefinite"],
    says: "witness",
  },
  "a negative multiple": { kernel: scale(-1, rbf({ gamma: 1 })), X: line(5), rank: 5, causes: ["indefinite"], says: "indefinite" },
  "a periodic kernel of the distance in the plane": {
    kernel: periodic({ period: 1, lengthScale: 0.3 }),
    X: randomMatrix(5, 30, 2, 2),
    rank: 30,
    causes: ["indefinite"],
    says: "negative eigenvalue",
  },
  "a matrix that is not symmetric": {
    kernel: precomputed(),
    X: [
      [2, 1],
      [0, 2],
    ],
    rank: 2,
    causes: ["asymmetric"],
    says: "not symmetric",
  },
  "a function that is not symmetric": {
    kernel: custom((x, z) => Math.exp(-Math.abs((x[0] as number) - 2 * (z[0] as number)))),
    X: line(4, 0.3),
    rank: 3,
    // its columns for z = 0.6 and 0.9 are multiples of each other
    causes: ["asymmetric", "low-rank", "indefinite"],
    says: "not the Gram matrix of any kernel",
  },
  "a matrix of low rank": {
    kernel: precomputed(),
    X: [
      [2, 1, 3],
      [1, 1, 2],
      [3, 2, 5],
    ],
    rank: 2,
    causes: ["low-rank"],
    says: "depend linearly",
  },
  "a matrix with equal rows": {
    kernel: precomputed(),
    X: [
      [2, 1, 2],
      [1, 3, 1],
      [2, 1, 2],
    ],
    rank: 2,
    causes: ["duplicates"],
    says: "Rows 0 and 2 are equal",
  },
  cosines: {
    kernel: cosine(),
    X: [
      [1, 2],
      [2, 4],
      [1, 0],
    ],
    rank: 2,
    causes: ["few-features"],
    says: "2 dimensions",
  },
};

describe("the cause is the true one", () => {
  it.each(Object.entries(SITUATIONS))("%s", (_, { kernel, X, rank, causes, says }) => {
    const found = diagnose(kernel, X);
    expect(found.rank).toBe(rank);
    expect(found.causes[0]).toBe(causes[0]);
    expect([...found.causes].sort()).toEqual([...causes].sort());
    expect(found.explanation).toContain(says);
    expect(found.invertible).toBe(rank === found.n);
    expect(Number.isFinite(found.conditionNumber)).toBe(found.invertible);
    expect([found.attainableLoss, found.interpolates]).toEqual([null, null]);
    requireConsistent(found);
  });

  it("and there are at least 30", () => expect(Object.keys(SITUATIONS).length).toBeGreaterThanOrEqual(30));

  it("a planted cause is not believed: the same data without it", () => {
    expect(diagnose(rbf({ gamma: 1 }), line(11)).causes).not.toContain("duplicates");
    expect(diagnose(linear(), first(scattered, 3)).causes).not.toContain("few-features");
    expect(diagnose(laplacian(), line(50, 0.02)).causes).not.toContain("smooth");
    expect(
      diagnose([
        [2, 1],
        [1, 2],
      ]).causes,
    ).toEqual([]);
  });
});

/** What must hold between the fields of any diagnosis. */
function requireConsistent({ n, rank, inertia, nullSpace, nullEffect, tolerance, eigenvalues, psd, symmetric, witness }: Diagnosis): void {
  expect(inertia.positive + inertia.zero + inertia.negative).toBe(n);
  if (symmetric) expect(inertia.positive + inertia.negative).toBe(rank);
  expect([nullSpace.rows, nullSpace.cols]).toEqual([n, n - rank]);
  expect(nullEffect).toBeLessThanOrEqual(2 * tolerance + 1e-300);
  expect([...eigenvalues].sort((a, b) => a - b)).toEqual([...eigenvalues]);
  expect(psd).toBe(symmetric && inertia.negative === 0);
  expect(witness !== null).toBe(inertia.negative > 0);
}

describe("the training loss", () => {
  const X = [[0], [1], [2], [1]];

  it("is 0 exactly when y lies in the range of K", () => {
    const kernel = rbf({ gamma: 1 });
    expect(diagnose(kernel, X, [1, 2, 3, 2])).toMatchObject({ interpolates: true, rank: 3 });
    const missed = diagnose(kernel, X, [1, 2, 3, 4]);
    expect(missed.interpolates).toBe(false);
    // two targets at one point: the best is their mean, and misses each by 1
    expectRounded((missed.attainableLoss as number[])[0], 2, 64);
    expect(missed.explanation).toContain("no α brings the training loss below 2");
  });

  it("of a constant y is 0 for a kernel with a constant, and for x = 1, 2, 3 without one what a line through 0 leaves", () => {
    const points = [[1], [2], [3]];
    expect(diagnose(polynomial({ degree: 1, coef0: 1 }), points, [7, 7, 7])).toMatchObject({ rank: 2, interpolates: true });
    const missed = diagnose(linear(), points, [7, 7, 7]);
    // 7² (3 − 6²/14)
    expectRounded((missed.attainableLoss as number[])[0], 21, 64);
    expect([missed.interpolates, missed.causes]).toEqual([false, ["few-features"]]);
  });

  it("has for limits that of the identity, σ → 0, and that of the mean, σ → ∞", () => {
    const y = [1, 2, 3, 6];
    const narrow = rbf({ sigma: 1e-3 });
    expect(gram(narrow, line(4)).data).toEqual(Float64Array.from({ length: 16 }, (_, at) => (at % 5 === 0 ? 1 : 0)));
    expect(diagnose(narrow, line(4), y)).toMatchObject({ rank: 4, interpolates: true, conditionNumber: 1 });
    const wide = diagnose(rbf({ sigma: 1e9 }), line(4), y);
    expect([wide.rank, wide.interpolates]).toEqual([1, false]);
    // Σ(y − 3)²
    expectRounded((wide.attainableLoss as number[])[0], 14, 64);
  });

  it("is that of the fit with λ = 0, several targets at once", () => {
    const Y = { rows: 4, cols: 2, data: Float64Array.of(1, 0, 2, 5, 3, 1, 4, -1) };
    const found = diagnose(rbf({ gamma: 1 }), X, Y);
    const { report } = fit(kernelRidge({ kernel: rbf({ gamma: 1 }), lambda: 0 }), X, Y);
    report.trainingLoss.forEach((loss, q) => {
      expect((found.attainableLoss as number[])[q]).toBeCloseTo(loss, 11);
    });
    expect(report.rank).toBe(found.rank);
  });

  it("counts white noise out of the predictions, as the fit does", () => {
    const kernel = add(rbf({ gamma: 1 }), white(0.3));
    const found = diagnose(kernel, X, [1, 2, 3, 4]);
    const { report } = fit(kernelRidge({ kernel, lambda: 0 }), X, [1, 2, 3, 4]);
    expect((found.attainableLoss as number[])[0]).toBeCloseTo(report.trainingLoss[0] as number, 12);
    expect(found.interpolates).toBe(false);
  });

  it("of an asymmetric K is that of least squares", () => {
    const K = { rows: 3, cols: 3, data: Float64Array.of(1, 2, 3, 2, 4, 6, 0, 1, 1) };
    expect(diagnose(K, [1, 2, 1])).toMatchObject({ symmetric: false, rank: 2, interpolates: true });
    // the range is spanned by (1, 2, 0) and (0, 0, 1), to which (2, −1, 0) is orthogonal
    expectRounded((diagnose(K, [2, -1, 0]).attainableLoss as number[])[0], 5, 64);
  });

  it("any column of the null space can be added to α", () => {
    const kernel = polynomial({ degree: 2 });
    const y = randomVector(3, 12);
    const model = fit(kernelRidge({ kernel, lambda: 0 }), scattered, y);
    const { nullSpace } = diagnose(kernel, scattered, y);
    const Z = randomMatrix(9, 5, 3);
    const h = predict(model, Z);
    for (let c = 0; c < nullSpace.cols; c++) {
      const coefficients = model.coefficients.map((alpha, i) => alpha + (nullSpace.data[i * nullSpace.cols + c] as number));
      predict({ ...model, coefficients }, Z).forEach((value, i) => {
        expect(value).toBeCloseTo(h[i] as number, 6);
      });
    }
  });
});

describe("the suggested λ", () => {
  it("is 0 for a well-posed K, and otherwise the least that Cholesky certainly takes", () => {
    expect(diagnose(rbf({ gamma: 1 }), line(10)).suggestedLambda).toBe(0);
    for (const [kernel, X] of [
      [rbf({ lengthScale: 0.5 }), line(50, 0.02)],
      [linear(), scattered],
      [sigmoid({ gamma: 0.8, coef0: -1 }), scattered],
      [rbf({ gamma: 1 }), line(5, 0)],
    ] as const) {
      const { suggestedLambda: lambda, tolerance } = diagnose(kernel, X);
      expect(lambda).toBeGreaterThan(0);
      const n = "rows" in X ? X.rows : X.length;
      expect(fit(kernelRidge({ kernel, lambda: lambda * (1 + 1e-9), solver: "cholesky" }), X, randomVector(2, n)).report.solver).toBe(
        "cholesky",
      );
      if (kernel.kind !== "sigmoid") expect(lambda).toBeLessThanOrEqual(11.1 * tolerance);
    }
  });
});

describe("what goes in", () => {
  it("a matrix or a kernel with points: the same", () => {
    const kernel = rbf({ gamma: 0.3 });
    const [byKernel, byMatrix] = [diagnose(kernel, scattered), diagnose(gram(kernel, scattered))];
    expect(byMatrix.eigenvalues).toEqual(byKernel.eigenvalues);
    expect(byMatrix.featureDimension).toBeNull();
    expect(byKernel.featureDimension).toBe(Infinity);
  });

  it("refuses what is not square, empty, of the wrong length or not a number", () => {
    expectError("shape", () => diagnose([[1, 2]]));
    expectError("shape", () => diagnose([]));
    expectError("shape", () => diagnose(rbf(), [[1], [2]], [1]));
    expectError("not-finite", () => diagnose([[Number.NaN]]));
    expectError("argument", () => diagnose(rbf(), undefined as unknown as Points));
    expectError("kernel", () => diagnose({ kind: "nothing" }, [[1]]));
    expectError("aborted", () => diagnose(rbf(), [[1]], undefined, { signal: AbortSignal.abort() }));
  });
});
