import { describe, expect, it } from "vitest";
import {
  add,
  type ClassifierModel,
  classify,
  decision,
  fit,
  fromJSON,
  gram,
  kernelClassifier,
  laplacian,
  logistic,
  type Matrix,
  precomputed,
  probabilities,
  rbf,
  toJSON,
  white,
} from "../../src/entries/index";
import { probabilities as serve, fromJSON as served } from "../../src/entries/predict";
import { readProblem } from "../../src/problem/problem";
import { watch } from "../../src/progress";
import { solveSoftmax } from "../../src/solvers/softmax";
import { expectError } from "../support/errors";
import { randomMatrix, randomVector } from "../support/random";

const n = 36;
const X = randomMatrix(1, n, 2);
const noise = randomVector(2, n, 0.6);
const at = (m: Matrix, i: number, j: number): number => m.data[i * m.cols + j] as number;
const labels = Array.from(
  { length: n },
  (_, i) => ["a", "b", "c"][Math.floor(1.5 + Math.max(-1.5, Math.min(1.49, at(X, i, 0) + (noise[i] as number))))] as string,
);
const classes = [...new Set(labels)].sort();
const kernel = laplacian({ gamma: 0.7 });
const K = gram(kernel, X);
const Z = randomMatrix(3, 25, 2);
const weights = noise.map((value) => 0.5 + value * value);

/** Gaussian elimination with pivots. */
function solve(A: number[][], b: number[]): number[] {
  const m = A.map((row, i) => [...row, b[i] as number]);
  const size = b.length;
  for (let j = 0; j < size; j++) {
    let pivot = j;
    for (let i = j; i < size; i++) if (Math.abs(m[i]?.[j] as number) > Math.abs(m[pivot]?.[j] as number)) pivot = i;
    [m[j], m[pivot]] = [m[pivot] as number[], m[j] as number[]];
    for (let i = 0; i < size; i++) {
      if (i === j) continue;
      const factor = (m[i]?.[j] as number) / (m[j]?.[j] as number);
      for (let k = j; k <= size; k++) (m[i] as number[])[k] = (m[i]?.[k] as number) - factor * (m[j]?.[k] as number);
    }
  }
  return m.map((row, i) => (row[size] as number) / (row[i] as number));
}

const sharesOf = (h: readonly number[]): number[] => {
  const most = Math.max(...h);
  const e = h.map((value) => Math.exp(value - most));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((value) => value / sum);
};

/** The textbook: Newton's method on all cn coefficients and c intercepts at once, the whole Hessian as one dense matrix. α by rows, then b. */
function bruteForce(labelled: readonly string[], names: readonly string[], lambda: number, w: ArrayLike<number>, intercept: boolean) {
  const c = names.length;
  const m = labelled.length;
  let [a, b] = [Array<number>(m * c).fill(0), Array<number>(c).fill(0)];
  const hOf = (alpha: number[], shift: number[]) =>
    labelled.map((_, i) =>
      names.map((_, q) => labelled.reduce((sum, _, j) => sum + at(K, i, j) * (alpha[j * c + q] as number), shift[q] as number)),
    );
  const J = (alpha: number[], shift: number[]) => {
    const h = hOf(alpha, shift);
    return h.reduce((sum, row, i) => {
      const k = names.indexOf(labelled[i] as string);
      const ridge = row.reduce((total, value, q) => total + (value - (shift[q] as number)) * (alpha[i * c + q] as number), 0);
      return sum - (w[i] as number) * Math.log(sharesOf(row)[k] as number) + lambda * ridge;
    }, 0);
  };
  for (let step = 0; step < 40; step++) {
    const p = hOf(a, b).map(sharesOf);
    const size = m * c + (intercept ? c : 0);
    const R = p.map((row, i) => row.map((share, q) => (w[i] as number) * (share - (names[q] === labelled[i] ? 1 : 0))));
    // (WK + 2λ) dα + W1 db = −(R + 2λα), 1ᵀdα = −1ᵀα; db_0 = 0 fixes what adds up to a constant
    const A = Array.from({ length: size }, () => Array<number>(size).fill(0));
    const right = Array<number>(size).fill(0);
    for (let i = 0; i < m; i++) {
      for (let q = 0; q < c; q++) {
        const row = A[i * c + q] as number[];
        for (let k = 0; k < c; k++) {
          const W = (w[i] as number) * (p[i]?.[q] as number) * ((q === k ? 1 : 0) - (p[i]?.[k] as number));
          for (let j = 0; j < m; j++) row[j * c + k] = W * at(K, i, j);
          if (intercept) row[m * c + k] = W;
        }
        row[i * c + q] = (row[i * c + q] as number) + 2 * lambda;
        right[i * c + q] = -((R[i]?.[q] as number) + 2 * lambda * (a[i * c + q] as number));
        if (intercept) (A[m * c + q] as number[])[i * c + q] = 1;
      }
    }
    for (let q = 0; intercept && q < c; q++) {
      right[m * c + q] = -labelled.reduce((sum, _, i) => sum + (a[i * c + q] as number), 0);
      if (q === 0) {
        A[m * c] = Array.from({ length: size }, (_, k) => (k >= m * c ? 1 : 0));
        right[m * c] = 0;
      }
    }
    const d = solve(A, right);
    let share = 1;
    const moved = (): [number[], number[]] => [
      a.map((x, k) => x + share * (d[k] as number)),
      b.map((x, q) => (intercept ? x + share * (d[m * c + q] as number) : 0)),
    ];
    while (J(...moved()) > J(a, b) + 1e-14 && share > 1e-10) share /= 2;
    [a, b] = moved();
  }
  return { alpha: a, b, J: J(a, b) };
}

describe("softmax", () => {
  it.each([
    [1, false, false],
    [0.05, true, false],
    [0.01, false, true],
    [0.05, true, true],
  ])("λ = %d, intercept %s, weights %s: Newton's method on the whole dense Hessian has the same optimum", (lambda, intercept, weighted) => {
    const w = weighted ? weights : new Float64Array(n).fill(1);
    const estimator = kernelClassifier({ kernel, lambda, loss: "softmax", intercept, tolerance: 1e-13 });
    const model = fit(estimator, X, labels, weighted ? { sampleWeight: weights } : {});
    const expected = bruteForce(labels, classes, lambda, w, intercept);
    const { data } = model.coefficients as Matrix;
    const size = Math.max(...expected.alpha.map(Math.abs));
    data.forEach((value, k) => {
      expect(Math.abs(value - (expected.alpha[k] as number))).toBeLessThan(2e-6 * size);
    });
    (model.intercept as Float64Array).forEach((value, q) => {
      expect(Math.abs(value - (expected.b[q] as number))).toBeLessThan(1e-5);
    });
    // the ridge keeps what all classes share at 0
    for (let i = 0; i < n; i++)
      expect(
        Math.abs(at(model.coefficients as Matrix, i, 0) + at(model.coefficients as Matrix, i, 1) + at(model.coefficients as Matrix, i, 2)),
      ).toBeLessThan(1e-9 * size);
    expect(model.report.solver).toBe("newton");
    expect(model.report.gap?.length).toBe(1);
    expect(model.report.iterations).toBeLessThan(30);
  });

  it("the gap is a proof: J at a loose tolerance exceeds the minimum by no more", () => {
    const lambda = 0.05;
    const ones = new Float64Array(n).fill(1);
    const least = bruteForce(labels, classes, lambda, ones, false).J;
    for (const tolerance of [1e-1, 1e-3, 1e-6, 1e-10]) {
      const model = fit(kernelClassifier({ kernel, lambda, loss: "softmax", tolerance }), X, labels);
      const { report, coefficients } = model;
      const h = decision(model, X) as Matrix;
      const ridge = (coefficients as Matrix).data.reduce((sum, a, k) => sum + lambda * a * (h.data[k] as number), 0);
      const J = (report.trainingLoss[0] as number) + ridge;
      expect(report.gap?.[0]).toBeLessThanOrEqual(tolerance);
      expect(report.warnings).toEqual([]);
      expect((J - least) / J).toBeLessThanOrEqual((report.gap?.[0] as number) + 1e-12);
      const loss = labels.reduce(
        (sum, label, i) => sum - Math.log(sharesOf(classes.map((_, q) => at(h, i, q)))[classes.indexOf(label)] as number),
        0,
      );
      expect(Math.abs((report.trainingLoss[0] as number) - loss)).toBeLessThan(1e-12 * n);
      const [found, best] = [
        decision(model, Z) as Matrix,
        decision(fit(kernelClassifier({ kernel, lambda, loss: "softmax", tolerance: 1e-14 }), X, labels), Z) as Matrix,
      ];
      found.data.forEach((value, k) => {
        expect(Math.abs(value - (best.data[k] as number))).toBeLessThanOrEqual((report.errorBound as number) + 1e-6);
      });
    }
  });

  it("two classes: the logistic loss with half the ridge, and the general solver finds the same", () => {
    const two = labels.map((label) => (label === "a" ? "a" : "other"));
    const lambda = 0.1;
    const model = fit(kernelClassifier({ kernel, lambda, loss: "softmax", intercept: true }), X, two);
    const binary = fit(kernelClassifier({ kernel, lambda: lambda / 2, loss: logistic(), intercept: true }), X, two);
    expect(model.coefficients).toEqual(binary.coefficients);
    expect(model.intercept).toBe(binary.intercept);
    expect(probabilities(model, Z)).toEqual(probabilities(binary, Z));
    const signs = { rows: n, cols: 2, data: Float64Array.from(two.flatMap((label) => (label === "a" ? [1, -1] : [-1, 1]))) };
    for (const intercept of [true, false]) {
      const both = solveSoftmax(readProblem(kernel, X, signs, undefined), { lambda, intercept, tolerance: 1e-13 }, watch({}));
      const one = fit(kernelClassifier({ kernel, lambda: lambda / 2, loss: "logistic", intercept, tolerance: 1e-13 }), X, two);
      (one.coefficients as Float64Array).forEach((a, i) => {
        const [first, second] = [at(both.coefficients, i, 0), at(both.coefficients, i, 1)];
        expect(Math.abs(second - first - a)).toBeLessThan(1e-5);
        expect(Math.abs(second + first)).toBeLessThan(1e-9);
      });
      expect(Math.abs((both.intercepts[1] as number) - (both.intercepts[0] as number) - (one.intercept as number))).toBeLessThan(1e-5);
    }
  });

  it("probabilities are e^h over their sum, add up to 1, and speak for the class that classify names", () => {
    const model = fit(kernelClassifier({ kernel, lambda: 0.01, loss: "softmax", intercept: true }), X, labels);
    const [p, h] = [probabilities(model, Z), decision(model, Z) as Matrix];
    const named = classify(model, Z);
    for (let i = 0; i < Z.rows; i++) {
      const row = classes.map((_, q) => at(p, i, q));
      const expected = sharesOf(classes.map((_, q) => at(h, i, q)));
      row.forEach((value, q) => {
        expect(Math.abs(value - (expected[q] as number))).toBeLessThan(1e-14);
      });
      expect(Math.abs(row.reduce((a, b) => a + b, 0) - 1)).toBeLessThanOrEqual(4 * Number.EPSILON);
      expect(named[i]).toBe(classes[row.indexOf(Math.max(...row))]);
    }
    const far = {
      ...model,
      coefficients: { ...(model.coefficients as Matrix), data: (model.coefficients as Matrix).data.map((value) => 1e4 * value) },
    };
    expect(probabilities(far as ClassifierModel, Z).data.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  it("crosses JSON, and predicts without the core to the bit", () => {
    const model = fit(kernelClassifier({ kernel, lambda: 0.1, loss: "softmax", intercept: true }), X, labels);
    const text = JSON.stringify(toJSON(model));
    expect(probabilities(fromJSON(JSON.parse(text)) as ClassifierModel, Z)).toEqual(probabilities(model, Z));
    expect(serve(served(JSON.parse(text)) as ClassifierModel, Z)).toEqual(probabilities(model, Z));
  });

  it("a weight of 2 is a point that stands twice, one of 0 a point that is not there", () => {
    const sampleWeight = labels.map((_, i) => i % 3);
    const rows = sampleWeight.flatMap((times, i) => Array<number>(times).fill(i));
    const twice = { rows: rows.length, cols: 2, data: Float64Array.from(rows.flatMap((i) => [at(X, i, 0), at(X, i, 1)])) };
    const estimator = kernelClassifier({ kernel, lambda: 0.1, loss: "softmax", intercept: true, tolerance: 1e-13 });
    const weighted = decision(fit(estimator, X, labels, { sampleWeight }), Z) as Matrix;
    const repeated = decision(
      fit(
        estimator,
        twice,
        rows.map((i) => labels[i] as string),
      ),
      Z,
    ) as Matrix;
    weighted.data.forEach((value, k) => {
      expect(Math.abs(value - (repeated.data[k] as number))).toBeLessThan(1e-5);
    });
  });

  it("takes a Gram matrix; white noise is in K and not in the loss reported", () => {
    const options = { lambda: 0.1, loss: "softmax" as const };
    const given = fit(kernelClassifier({ kernel: precomputed(), ...options }), K, labels);
    expect(given.coefficients).toEqual(fit(kernelClassifier({ kernel, ...options }), X, labels).coefficients);
    const noisy = fit(kernelClassifier({ kernel: add(kernel, white(0.5)), ...options }), X, labels);
    const h = decision(noisy, X) as Matrix;
    const loss = labels.reduce(
      (sum, label, i) => sum - Math.log(sharesOf(classes.map((_, q) => at(h, i, q)))[classes.indexOf(label)] as number),
      0,
    );
    expect(Math.abs((noisy.report.trainingLoss[0] as number) - loss)).toBeLessThan(1e-11 * n);
  });

  it("many points and classes, little ridge: a proven gap", () => {
    const many = randomMatrix(5, 400, 2);
    const ten = Array.from({ length: 400 }, (_, i) => (Math.floor(3 * (at(many, i, 0) + 5)) + 7 * (i % 11 === 0 ? 1 : 0)) % 10);
    for (const intercept of [false, true]) {
      const { report } = fit(
        kernelClassifier({ kernel: rbf({ gamma: 2 }), lambda: 1e-3, loss: "softmax", intercept, tolerance: 1e-6 }),
        many,
        ten,
      );
      expect(report.warnings).toEqual([]);
      expect(report.gap?.[0]).toBeLessThanOrEqual(1e-6);
    }
  });

  it("nothing silent: a ridge of 0, and a K with negative eigenvalues", () => {
    expectError("argument", () => kernelClassifier({ kernel, loss: "softmax", lambda: 0 }), { argument: "lambda" });
    const wrong = { ...K, data: K.data.map((value) => value - 2) };
    const refused = kernelClassifier({ kernel: precomputed(), lambda: 0.1, loss: "softmax" });
    expectError("not-positive-definite", () => fit(refused, wrong, labels), { argument: "lambda" });
    const { report } = fit(kernelClassifier({ kernel: precomputed(), lambda: 1e4, loss: "softmax" }), wrong, labels);
    expect(report.gap).toEqual([Infinity]);
    expect(report.warnings[0]).toContain("eigenvalue");
  });
});
