import { fit, gram, kernelRidge, predict, rbf } from "../../src/entries/index";
import { matmul } from "../../src/entries/linalg";

/** What a function of the caller's throws: it may come out as it is. */
export class Thrown extends Error {}

const thrower = (): never => {
  throw new Thrown("thrown by a function of the caller's");
};

/** A call of the library from within a call of the library. */
function busy(): void {
  const X = [[0], [1], [3]];
  const A = gram(rbf({ gamma: 0.5 }), X);
  matmul(A, A);
  predict(fit(kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 }), X, [1, 2, 4]), X);
}

const gaussian = (x: Float64Array, z: Float64Array): number => {
  let square = 0;
  for (let k = 0; k < x.length; k++) square += ((x[k] as number) - (z[k] as number)) ** 2;
  return 1 / (1 + square);
};

const dot = (x: Float64Array, z: Float64Array): number => x.reduce((sum, value, k) => sum + value * (z[k] as number), 0);

/** An objective with its least value at 1, 1, … */
const bowl = (x: Float64Array) => ({
  value: x.reduce((sum, value) => sum + (value - 1) ** 2, 0),
  gradient: Array.from(x, (value) => 2 * (value - 1)),
});

/** Functions that a caller may hand in, by name. Those whose name begins with "bad" break a rule; those with "throws" throw. */
export const FUNCTIONS: Readonly<Record<string, (...args: never[]) => unknown>> = {
  gaussian,
  dot,
  reentrantKernel: (x: Float64Array, z: Float64Array) => {
    busy();
    return gaussian(x, z);
  },
  writingKernel: (x: Float64Array, z: Float64Array) => {
    const value = gaussian(x, z);
    x.fill(7);
    z.fill(8);
    return value;
  },
  throwsKernel: thrower,
  badNaNKernel: () => Number.NaN,
  badTextKernel: () => "1",
  badAsymmetricKernel: (x: Float64Array, z: Float64Array) => (x[0] as number) - 2 * (z[0] as number),
  badHugeKernel: (x: Float64Array) => 1e200 * (x[0] as number) + 1e200,
  squares: (x: Float64Array) => [...x, ...Array.from(x, (value) => value * value)],
  reentrantMap: (x: Float64Array) => {
    busy();
    return x.slice();
  },
  writingMap: (x: Float64Array) => {
    const given = x.slice();
    x.fill(9);
    return given;
  },
  sameMap: (x: Float64Array) => x,
  constantMap: () => [1],
  throwsMap: thrower,
  badEmptyMap: () => [],
  badRaggedMap: (x: Float64Array) => (((x[0] as number) | 0) % 2 === 0 ? [1, 2] : [1]),
  badNaNMap: () => [Number.NaN, 1],
  badNoMap: () => undefined,
  badGrowingMap: (x: Float64Array) => Array.from(x, (value) => value * 1e200 * value),
  factor: (x: Float64Array) => 1 + 0.5 * (x[0] as number),
  unit: () => 1,
  throwsFactor: thrower,
  badNaNFactor: () => Number.NaN,
  bowl,
  cosines: (x: Float64Array) => ({
    value: x.reduce((sum, value) => sum + Math.cos(value), 0),
    gradient: Float64Array.from(x, (value) => -Math.sin(value)),
  }),
  /** Not defined for x₀ < 0. */
  halved: (x: Float64Array) => ((x[0] as number) < 0 ? null : bowl(x)),
  writingObjective: (x: Float64Array) => {
    const found = bowl(x);
    x.fill(Number.NaN);
    return found;
  },
  throwsObjective: thrower,
  badNaNObjective: (x: Float64Array) => ({ value: Number.NaN, gradient: x }),
  badNoObjective: () => undefined,
  badFlatObjective: (x: Float64Array) => ({ value: 0, gradient: Array.from(x, () => 0) }),
  badWrongObjective: () => ({ value: 1, gradient: [1] }),
  heard: () => undefined,
  reentrantHeard: busy,
  throwsHeard: thrower,
};

export function functionNamed(name: string): (...args: never[]) => unknown {
  const found = FUNCTIONS[name];
  if (!found) throw new Error(`no function: ${name}`);
  return found;
}
