import { describe, expect, it } from "vitest";
import {
  canonical,
  evaluate,
  fit,
  gram,
  gramDiagonal,
  isPsd,
  type Kernel,
  kernelRidge,
  type Matrix,
  predict,
  predictor,
  rowOf,
} from "../../src/entries/index";
import { composition } from "../support/compositions";
import { at, build, jacobi, pickRows } from "../support/dense";
import { random } from "../support/generator";
import { permutation, randomMatrix } from "../support/random";
import { roundingBound } from "../support/rounding";

/** 500 kernels made of kernels, of points with 1 to 4 features, in tens; every other one with χ² kernels on points that are not negative. */
interface Sample {
  readonly seed: number;
  readonly kernel: Kernel;
  readonly points: (seed: number, n: number) => Matrix;
  readonly d: number;
}

function sample(seed: number, more: { readonly psd?: boolean; readonly json?: boolean; readonly white?: boolean } = {}): Sample {
  const d = 1 + (seed % 4);
  const nonNegative = seed % 2 === 1;
  const points = (from: number, n: number): Matrix => {
    const X = randomMatrix(from, n, d, 1.5 / Math.sqrt(d));
    return nonNegative ? { ...X, data: X.data.map(Math.abs) } : X;
  };
  return { seed, kernel: composition(seed, { d, nonNegative, ...more }), points, d };
}

const GROUPS = Array.from({ length: 20 }, (_, group) => group);
const seedsOf = (group: number): number[] => Array.from({ length: 25 }, (_, k) => 25 * group + k);
const COUNT = 500;

/** Fails with the kernel that broke the law, as data. */
function holds(law: (sample: Sample) => boolean | string, samples: readonly Sample[]): void {
  const broken = samples.flatMap((given) => {
    const verdict = outcome(() => law(given));
    return verdict === true ? [] : [`seed ${given.seed}, ${verdict}: ${JSON.stringify(given.kernel)}`];
  });
  expect(broken).toEqual([]);
}

function outcome(law: () => boolean | string): boolean | string {
  try {
    return law();
  } catch (error) {
    return String(error);
  }
}

const same = (a: Float64Array, b: Float64Array): boolean => a.length === b.length && a.every((value, k) => Object.is(value, b[k]));

describe.each(GROUPS)("compositions, group %i of 20", (group) => {
  const samples = seedsOf(group).map((seed) => sample(seed));

  it("are symmetric bit for bit, with the diagonal of gramDiagonal and the elements of the rectangular matrix", () => {
    holds(({ kernel, points }) => {
      const X = points(1, 37);
      const K = gram(kernel, X);
      if (!same(K.data, build(37, 37, (i, j) => at(K, j, i)).data)) return "asymmetric";
      if (
        !same(
          gramDiagonal(kernel, X),
          Float64Array.from({ length: 37 }, (_, i) => at(K, i, i)),
        )
      )
        return "another diagonal";
      return same(gram(kernel, X, X).data, K.data) || "another rectangular matrix";
    }, samples);
  });

  it("are their formulas, to the rounding of these", () => {
    holds(({ kernel, points, seed }) => {
      const X = points(seed, 6);
      const Z = points(seed + 1000, 5);
      const K = gram(kernel, X, Z);
      for (let i = 0; i < 6; i++) {
        for (let j = 0; j < 5; j++) {
          const formula = evaluate(kernel, rowOf(X, i), rowOf(Z, j));
          const error = Math.abs(at(K, i, j) - formula);
          const bound = roundingBound(kernel, rowOf(X, i), rowOf(Z, j));
          if (!(error <= bound)) return `(${i}, ${j}) is ${at(K, i, j)} for ${formula}, off by ${error} > ${bound}`;
        }
      }
      return true;
    }, samples);
  });

  it("have elements that depend on their two points alone", () => {
    holds(({ kernel, points, seed }) => {
      const X = points(2, 41);
      const order = permutation(seed + 1, 41);
      const K = gram(kernel, X);
      return same(gram(kernel, pickRows(X, order)).data, build(41, 41, (i, j) => at(K, order[i] as number, order[j] as number)).data);
    }, samples);
  });

  it("have canonical forms with the same values that are their own canonical forms, whatever the order of terms and factors", () => {
    holds(({ kernel, points, seed }) => {
      const form = canonical(kernel);
      if (JSON.stringify(canonical(form)) !== JSON.stringify(form)) return `canonical again is ${JSON.stringify(canonical(form))}`;
      const shuffled = canonical(reordered(kernel, seed));
      if (JSON.stringify(shuffled) !== JSON.stringify(form))
        return `reordered it is ${JSON.stringify(shuffled)}, and not ${JSON.stringify(form)}`;
      const X = points(seed, 9);
      return same(gram(form, X).data, gram(kernel, X).data) || "another Gram matrix";
    }, samples);
  });
});

describe.each(GROUPS)("positive semi-definite compositions, group %i of 20", (group) => {
  const samples = seedsOf(group).map((seed) => sample(seed + COUNT, { psd: true, white: true }));

  it("are called so, and have no negative eigenvalue", () => {
    holds(({ kernel, points, d, seed }) => {
      if (isPsd(kernel, d) !== true) return `isPsd is ${isPsd(kernel, d)}`;
      const n = 14;
      const { values } = jacobi(gram(kernel, points(seed, n)));
      const [least, most] = [values[0] as number, values[n - 1] as number];
      return least >= -4 * n * Number.EPSILON * most || `an eigenvalue is ${least}, the largest ${most}`;
    }, samples);
  });

  it("predict the same bits all at once and one at a time", () => {
    holds(({ kernel, points, seed }) => {
      const X = points(seed, 35);
      const model = fit(kernelRidge({ kernel, lambda: 0.5 }), X, randomMatrix(seed, 35, 1).data);
      const Z = points(seed + 1, 34);
      const h = predictor(model);
      const alone = Float64Array.from({ length: 34 }, (_, i) => h(rowOf(Z, i)));
      h.release();
      return same(alone, predict(model, Z)) || "other bits";
    }, samples);
  });
});

describe.each(GROUPS)("compositions of plain data, group %i of 20", (group) => {
  const samples = seedsOf(group).map((seed) => sample(seed + 2 * COUNT, { json: true, white: true }));

  it("go through JSON", () => {
    holds(({ kernel, points, seed }) => {
      const again = JSON.parse(JSON.stringify(kernel)) as Kernel;
      expect(again).toEqual(kernel);
      const X = points(seed, 9);
      return same(gram(again, X).data, gram(kernel, X).data);
    }, samples);
  });
});

/** The same kernel with terms and factors in another order, and in other pairs of brackets. */
function reordered(kernel: Kernel, seed: number): Kernel {
  const source = random(seed);
  const walk = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const parts = (value as { terms?: unknown[]; factors?: unknown[]; kernel?: unknown }) ?? {};
    const name = parts.terms ? "terms" : "factors";
    const list = parts[name];
    if (!list) return "kernel" in parts ? { ...parts, kernel: walk(parts.kernel) } : value;
    const order = list.map((part) => ({ part: walk(part), key: source.uniform() })).sort((a, b) => a.key - b.key);
    const [first, ...rest] = order.map(({ part }) => part);
    return rest.length > 1 ? { ...parts, [name]: [{ ...parts, [name]: rest }, first] } : { ...parts, [name]: [...rest, first] };
  };
  return walk(kernel) as Kernel;
}
