import {
  add,
  additiveChi2,
  allSubsets,
  anova,
  chi2,
  constant,
  cosine,
  custom,
  exponential,
  exponentiate,
  fromFeatures,
  type Kernel,
  laplacian,
  linear,
  mapInputs,
  matern,
  multiplier,
  multiply,
  normalize,
  onColumns,
  periodic,
  polynomial,
  power,
  rationalQuadratic,
  rbf,
  scale,
  sigmoid,
  white,
} from "../../src/entries/index";

export interface KernelCase {
  readonly name: string;
  /** For points of d features. */
  readonly kernel: (d: number) => Kernel;
  /** What isPsd(kernel(d), d) says for d ≥ 2. */
  readonly psd: boolean | "unknown";
  /** Whether it is a function of x − z. */
  readonly stationary?: boolean;
  /** Whether it is plain data. */
  readonly json: boolean;
}

const lengths = (d: number): number[] => Array.from({ length: d }, (_, k) => 1 + (k % 3));
const plain = { psd: true, json: true } as const;
const stationary = { ...plain, stationary: true } as const;

/** Every kernel of points of either sign, with several sets of parameters. */
export const VECTOR_KERNELS: readonly KernelCase[] = [
  { name: "linear", kernel: () => linear(), ...plain },
  { name: "polynomial", kernel: () => polynomial({ gamma: 0.5, coef0: 1, degree: 3 }), ...plain },
  { name: "polynomial of degree 1", kernel: () => polynomial({ gamma: 2, coef0: 0, degree: 1 }), ...plain },
  { name: "polynomial of degree 7", kernel: () => polynomial({ gamma: 0.25, coef0: 0.5, degree: 7 }), ...plain },
  { name: "rbf", kernel: () => rbf({ gamma: 0.7 }), ...stationary },
  { name: "rbf with sigma", kernel: () => rbf({ sigma: 2 }), ...stationary },
  { name: "rbf with a length scale per feature", kernel: (d) => rbf({ lengthScale: lengths(d) }), ...stationary },
  { name: "laplacian", kernel: () => laplacian({ gamma: 0.3 }), ...stationary },
  { name: "exponential", kernel: () => exponential({ lengthScale: 0.8 }), ...stationary },
  { name: "Matérn 1/2, a length scale per feature", kernel: (d) => matern({ nu: 0.5, lengthScale: lengths(d) }), ...stationary },
  { name: "Matérn 3/2", kernel: () => matern({ nu: 1.5, lengthScale: 0.7 }), ...stationary },
  { name: "Matérn 5/2", kernel: () => matern({ nu: 2.5, lengthScale: 1.3 }), ...stationary },
  { name: "Matérn 5/2, a length scale per feature", kernel: (d) => matern({ nu: 2.5, lengthScale: lengths(d) }), ...stationary },
  { name: "rational quadratic", kernel: () => rationalQuadratic({ alpha: 0.6, lengthScale: 0.9 }), ...stationary },
  {
    name: "rational quadratic, a length scale per feature",
    kernel: (d) => rationalQuadratic({ alpha: 40, lengthScale: lengths(d) }),
    ...stationary,
  },
  {
    name: "periodic per feature",
    // by sines and cosines of each point, so a translation rounds: test/kernels/periodic-per-feature.test.ts holds it to 4.5e-15
    kernel: () => periodic({ period: 1.5, lengthScale: 1.2, metric: "per-feature" }),
    ...plain,
  },
  { name: "periodic", kernel: () => periodic({ period: 1.5, lengthScale: 1.2 }), ...stationary, psd: "unknown" },
  { name: "sigmoid", kernel: () => sigmoid({ gamma: 0.4, coef0: -0.3 }), psd: "unknown", json: true },
  { name: "cosine", kernel: () => cosine(), ...plain },
  { name: "all subsets", kernel: () => allSubsets(), ...plain },
  { name: "ANOVA of degree 1", kernel: () => anova({ degree: 1 }), ...plain },
  { name: "ANOVA of degree 3", kernel: () => anova({ degree: 3 }), ...plain },
  { name: "constant", kernel: () => constant(0.75), ...plain },
];

/** Those of points without negative features. */
export const NON_NEGATIVE_KERNELS: readonly KernelCase[] = [
  { name: "χ²", kernel: () => chi2({ gamma: 0.8 }), ...plain },
  { name: "additive χ²", kernel: () => additiveChi2(), psd: false, json: true },
];

/** Functions of the caller's own. */
export const hat = (x: Float64Array, z: Float64Array): number => Math.min(...x.map((a, k) => 2 - Math.abs(a - (z[k] as number))));
export const squares = (x: Float64Array): Float64Array => Float64Array.from([...x, ...x.map((a) => a * a)]);
export const amplitude = (x: Float64Array): number => 1.5 - 0.25 * (x[0] as number);

/** One kernel for every rule of the algebra, on points of either sign. */
export const COMPOSITES: readonly KernelCase[] = [
  { name: "custom", kernel: () => custom(hat), psd: "unknown", json: false },
  { name: "from features", kernel: () => fromFeatures(squares), psd: true, json: false },
  { name: "sum", kernel: () => add(linear(), rbf({ gamma: 0.5 }), constant(2)), ...plain },
  {
    name: "sum with shared distances",
    kernel: () => add(rbf({ gamma: 1 }), matern({ nu: 1.5, lengthScale: 1 }), rbf({ gamma: 2 })),
    ...plain,
  },
  { name: "product", kernel: () => multiply(linear(), laplacian({ gamma: 0.5 }), rbf({ gamma: 0.1 })), ...plain },
  { name: "product of sums", kernel: () => multiply(add(linear(), constant(1)), add(anova({ degree: 2 }), cosine())), ...plain },
  { name: "scaled", kernel: () => scale(0.3, rbf({ gamma: 0.5 })), ...plain },
  { name: "scaled by a negative number", kernel: () => scale(-0.3, rbf({ gamma: 0.5 })), psd: false, json: true },
  { name: "power", kernel: () => power(add(linear(), constant(0.5)), 3), ...plain },
  { name: "exponentiated", kernel: () => exponentiate(scale(0.5, linear())), ...plain },
  { name: "normalised", kernel: () => normalize(polynomial({ gamma: 1, coef0: 0.5, degree: 2 })), ...plain },
  { name: "normalised exponential", kernel: () => normalize(exponentiate(linear())), ...plain },
  { name: "on columns", kernel: (d) => onColumns([d - 1, 0], rbf({ gamma: 0.4 })), ...plain },
  { name: "after a map", kernel: () => mapInputs(squares, matern({ nu: 2.5, lengthScale: 2 })), psd: true, json: false },
  { name: "with a multiplier", kernel: () => multiplier(amplitude, rbf({ gamma: 0.4 })), psd: true, json: false },
  {
    name: "one of everything",
    kernel: (d) =>
      add(
        scale(2, multiply(onColumns([0], periodic({ period: 2, lengthScale: 1 })), rationalQuadratic({ alpha: 1, lengthScale: 1 }))),
        normalize(add(allSubsets(), exponentiate(onColumns([d - 1], linear())))),
        power(multiplier(amplitude, mapInputs(squares, laplacian({ gamma: 0.1 }))), 2),
      ),
    psd: true,
    json: false,
  },
];

/** White noise is a kernel of the points' positions: most laws leave it out. */
export const WHITE_KERNELS: readonly KernelCase[] = [
  { name: "white", kernel: () => white(0.3), ...plain },
  { name: "white in a sum", kernel: () => add(rbf({ gamma: 0.5 }), white(0.1)), ...plain },
  { name: "white in a product", kernel: () => multiply(add(white(2), linear()), add(constant(1), white(0.5))), ...plain },
  { name: "white under a map and a power", kernel: () => power(mapInputs(squares, add(white(0.5), rbf())), 2), psd: true, json: false },
];

/** The translation-invariant ones of a fixed formula with k(x, x) = 1. */
export const STATIONARY: readonly KernelCase[] = VECTOR_KERNELS.filter((kernel) => kernel.stationary);
