import { describe, expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import { add, gram, type Kernel, multiply, parametersOf, rbf, scale, white } from "../../src/entries/index";
import { gramDerivative } from "../../src/gram/derivative";
import { amongThemselves, sideOf } from "../../src/gram/run";
import { readKernel } from "../../src/kernels/read";
import { view, withBlocks } from "../../src/wasm/memory";
import { expectError } from "../support/errors";
import { asPoints, readGradients, rectangularGradient, trainingGradient, worstError } from "../support/gradients";
import { randomMatrix, randomVector } from "../support/random";
import { caught, resident } from "../support/resident";

const fixture = readGradients();
const [X, many, Z] = [asPoints(fixture.X), asPoints(fixture.many), asPoints(fixture.Z)];
const lower = (i: number, j: number): number => fixture.weights[i]?.[j] as number;
const rectangle = Float64Array.from(fixture.rectangle.flat());

/** Rounding of sums of up to 703 terms, each made in a few dozen operations, in units of the sum of magnitudes. */
const ROUNDING = 1e-13;

describe("derivatives of 300 compositions, against differences at 60 digits", () => {
  it("have the parameters of the fixture, and all kinds of kernels that have some", () => {
    for (const { kernel, paths } of fixture.cases) expect(parametersOf(kernel).map(({ path }) => path)).toEqual(paths);
    const text = JSON.stringify(fixture.cases);
    const kinds = "polynomial rbf laplacian matern rationalQuadratic periodic sigmoid chi2 constant white sum product scaled power";
    for (const kind of `${kinds} exponentiated normalized onColumns`.split(" ")) expect(text).toContain(`"kind":"${kind}"`);
  });

  it("in training", () => {
    const errors = fixture.cases.map(({ kernel, n, training, trainingScale }) => {
      return worstError(trainingGradient(kernel, n === 37 ? many : X, lower), training, trainingScale);
    });
    expect(Math.max(...errors)).toBeLessThan(ROUNDING);
  });

  it("between other points", () => {
    const errors = fixture.cases.map(({ kernel, other, otherScale }) => {
      return worstError(rectangularGradient(kernel, Z, X, rectangle), other, otherScale);
    });
    expect(Math.max(...errors)).toBeLessThan(ROUNDING);
  });
});

const d = 3;
const points = randomMatrix(1, 70, d);
const M = randomMatrix(2, 70, 70);
const symmetric = (i: number, j: number): number => M.data[i * 70 + j] as number;
const ard = rbf({ lengthScale: [0.7, 1.5, 2] });
const mixed = add(scale(2, ard), multiply(mercer.matern({ nu: 1.5, lengthScale: 1 }), mercer.polynomial({ gamma: 0.3, degree: 2 })));

/** Σ M_ij k_ij over all i and j of a symmetric M. */
function weightedSum(kernel: Kernel, of: mercer.Matrix): number {
  const K = gram(kernel, of).data;
  let sum = 0;
  for (let i = 0; i < of.rows; i++) {
    for (let j = 0; j <= i; j++) sum += (i === j ? 1 : 2) * symmetric(i, j) * (K[i * of.rows + j] as number);
  }
  return sum;
}

const firstRows = ({ cols, data }: mercer.Matrix, rows: number): mercer.Matrix => ({ rows, cols, data: data.slice(0, rows * cols) });

describe("laws", () => {
  it.each([1, 2, 3, 4, 5, 31, 32, 33, 63, 64, 65, 70])("of %i points: both triangles of M are twice the lower one", (n) => {
    const some = firstRows(points, n);
    const full = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return symmetric(Math.max(i, j), Math.min(i, j));
    });
    const got = trainingGradient(mixed, some, symmetric);
    const wanted = rectangularGradient(mixed, some, some, full);
    got.forEach((value, p) => {
      expect(Math.abs(value - (wanted[p] as number))).toBeLessThan(1e-12 * n);
    });
  });

  it("the derivative of a sum is that of its terms", () => {
    const terms = [ard, scale(-2, mercer.laplacian({ gamma: 1 })), mercer.normalize(mercer.polynomial({ gamma: 1, degree: 2 }))] as const;
    const whole = trainingGradient(add(...terms), points, symmetric);
    const apart = terms.flatMap((term) => [...trainingGradient(term, points, symmetric)]);
    whole.forEach((value, p) => {
      expect(value).toBeCloseTo(apart[p] as number, 11);
    });
  });

  it("one object in two places has two derivatives", () => {
    const twice = add(ard, scale(2, ard));
    const [a, b, c] = trainingGradient(ard, points, symmetric);
    const got = trainingGradient(twice, points, symmetric);
    [a, b, c].forEach((value, k) => {
      expect(got[k]).toBeCloseTo(value as number, 12);
      expect(got[4 + k]).toBeCloseTo(2 * (value as number), 12);
    });
  });

  it("Euler: by the logarithm of its factor, a multiple has its own sum", () => {
    for (const factor of [2, 1e-200, 1e200]) {
      const [byFactor] = trainingGradient(scale(factor, mixed), points, symmetric);
      expect((byFactor as number) / factor).toBeCloseTo(weightedSum(mixed, points), 10);
    }
  });

  it("a negative factor, and one of 0, count as they are", () => {
    const sum = weightedSum(ard, points);
    for (const factor of [-2, 0]) expect(trainingGradient(scale(factor, ard), points, symmetric)[0]).toBeCloseTo(sum, 10);
  });

  it("M as vectors and a matrix is M", () => {
    const n = 70;
    const [u, v] = [randomVector(5, 2 * n), randomVector(6, 2 * n)];
    const product = (i: number, j: number): number =>
      [0, 1].reduce((sum, q) => sum + (u[2 * i + q] as number) * (v[2 * j + q] as number), 0);
    const S = (i: number, j: number): number => symmetric(i, j);
    const side = sideOf(points);
    const pairing = { ...amongThemselves(readKernel(mixed), side, true) };
    const got = withBlocks({ S: n * n, u: 2 * n, v: 2 * n }, (blocks, workspace) => {
      view(workspace, blocks.S).set(M.data);
      view(workspace, blocks.u).set(u);
      view(workspace, blocks.v).set(v);
      const weights = { matrix: { block: blocks.S, factor: -0.5 }, vectors: { u: blocks.u, v: blocks.v, count: 2 } };
      return gramDerivative(workspace, pairing, weights);
    });
    const wanted = trainingGradient(mixed, points, (i, j) => product(i, j) - 0.5 * S(i, j));
    got.forEach((value, p) => {
      expect(value).toBeCloseTo(wanted[p] as number, 11);
    });
  });

  it("a far offset costs no digits: differences are taken first", () => {
    const near = { ...points, data: points.data.map((x) => Math.round(x * 2 ** 20) / 2 ** 20) };
    const far = { ...near, data: near.data.map((x) => x + 2 ** 30) };
    expect(trainingGradient(ard, far, symmetric)).toEqual(trainingGradient(ard, near, symmetric));
  });
});

describe("ends of the range", () => {
  const line = asPoints([[0], [1e200], [-3e200]]);

  it.each<[string, Kernel]>([
    ["rbf, far apart", rbf({ lengthScale: [1] })],
    ["rbf by γ", rbf({ gamma: 1 })],
    ["Matérn 3/2", mercer.matern({ nu: 1.5, lengthScale: [1] })],
    ["Matérn 1/2", mercer.matern({ nu: 0.5, lengthScale: [1] })],
  ])("%s: squares overflow, the kernel is 0, and so is its derivative", (_, kernel) => {
    expect([...trainingGradient(kernel, line, () => 1)]).toEqual([0]);
  });

  it.each<[string, (size: number) => Kernel]>([
    ["rbf", (size) => rbf({ lengthScale: size })],
    ["rbf by σ", (size) => rbf({ sigma: size })],
    ["ARD", (size) => rbf({ lengthScale: [size] })],
    ["Matérn 1/2", (size) => mercer.exponential({ lengthScale: size })],
    ["Matérn 5/2", (size) => mercer.matern({ nu: 2.5, lengthScale: [size] })],
    ["rational quadratic", (size) => mercer.rationalQuadratic({ alpha: 2, lengthScale: size })],
    ["periodic", (size) => mercer.periodic({ period: size, lengthScale: 1 })],
  ])("%s: lengths and points in another unit change nothing by logarithms", (_, kernel) => {
    const unit = [0.25, 1, 1.75];
    const wanted = trainingGradient(kernel(1), asPoints(unit.map((x) => [x])), () => 1);
    for (const size of [2 ** -600, 2 ** -100, 2 ** 100, 2 ** 600]) {
      const got = trainingGradient(kernel(size), asPoints(unit.map((x) => [x * size])), () => 1);
      got.forEach((value, p) => {
        expect(value).toBeCloseTo(wanted[p] as number, 13);
      });
    }
  });

  it("a kernel that overflows is an error with the pair, a derivative that does one with the path", () => {
    const steep = mercer.polynomial({ gamma: 1, degree: 99 });
    expectError("not-finite", () => trainingGradient(steep, asPoints([[1], [1e5]]), () => 1), { row: 0, column: 1 });
    const large = scale(1e308, add(mercer.constant(1), mercer.constant(0)));
    expectError("not-finite", () => trainingGradient(large, asPoints([[1], [2], [3]]), () => 1), { argument: "factor" });
  });
});

describe("parts without parameters, and parameters around them", () => {
  const f = (x: Float64Array): number => 1 + (x[0] as number);
  const custom = mercer.custom((x, z) => Math.min(x[0] as number, z[0] as number));

  it.each<[string, Kernel]>([
    ["a multiplier", mercer.multiplier(f, ard)],
    ["a map", mercer.mapInputs((x) => [x[0] as number, 1], rbf({ gamma: 1 }))],
    ["features", mercer.fromFeatures((x) => x)],
    ["a function", custom],
    ["a product with a function", multiply(custom, ard)],
  ])("%s", (_, kernel) => {
    expect(trainingGradient(scale(3, kernel), points, symmetric)[0]).toBeCloseTo(3 * weightedSum(kernel, points), 10);
  });

  it("the caller's own matrix", () => {
    const n = 5;
    const own = gram(ard, firstRows(points, n));
    const kernel = add(scale(3, mercer.precomputed()), white(0.5));
    const side = sideOf(own);
    const got = withBlocks({ K: n * n, M: n * n }, (blocks, workspace) => {
      view(workspace, blocks.K).set(own.data);
      view(workspace, blocks.M).fill(1);
      const given = { block: blocks.K, stride: n };
      return gramDerivative(workspace, amongThemselves(readKernel(kernel), side, true), { matrix: { block: blocks.M, factor: 1 } }, given);
    });
    expect(got[0]).toBeCloseTo(3 * own.data.reduce((a, b) => a + b, 0), 12);
    expect(got[1]).toBe(0.5 * n);
  });

  it("a γ that is auto is none, and does not move the others", () => {
    const [factor] = trainingGradient(scale(2, rbf()), points, symmetric);
    expect(trainingGradient(rbf(), points, symmetric)).toHaveLength(0);
    expect(factor).toBeCloseTo(2 * weightedSum(rbf(), points), 10);
  });
});

it("memory is given back, also after an error", () => {
  const before = resident().mark;
  trainingGradient(mixed, points, symmetric);
  expect(resident().mark).toBe(before);
  const failing: Kernel[] = [
    mercer.polynomial({ gamma: 1, degree: 999, coef0: 9 }),
    multiply(
      mercer.custom(() => Number.NaN),
      ard,
    ),
    mercer.normalize(add(scale(-1, ard), mercer.constant(0))),
  ];
  for (const kernel of failing) {
    expect(mercer.isMercerError(caught(() => trainingGradient(kernel, points, symmetric)))).toBe(true);
    expect(resident().mark).toBe(before);
  }
});
