import {
  add,
  additiveChi2,
  allSubsets,
  anova,
  chi2,
  constant,
  cosine,
  custom,
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
import { type Random, random } from "./generator";
import { amplitude, hat, squares } from "./kernels";

export interface CompositionOptions {
  /** Features of the points. */
  readonly d: number;
  /** Only what the closure rules call positive semi-definite. */
  readonly psd?: boolean;
  /** χ² kernels as well: the points have no negative features. */
  readonly nonNegative?: boolean;
  /** Plain data only. */
  readonly json?: boolean;
  /** White noise as well. */
  readonly white?: boolean;
}

/** A kernel made of kernels, the same for the same seed. Its values stay below 10¹⁰ on points of norm about 1. */
export function composition(seed: number, options: CompositionOptions): Kernel {
  return compose(random(seed), 3, options);
}

function compose(source: Random, depth: number, options: CompositionOptions): Kernel {
  if (depth === 0) return pick(source, leaves(options))(source, options.d);
  return pick(source, rules(options))(source, depth - 1, options);
}

type Leaf = (source: Random, d: number) => Kernel;
type Rule = (source: Random, depth: number, options: CompositionOptions) => Kernel;

const positive = (source: Random): number => 2 ** source.between(-2, 1.5);

function lengthScale(source: Random, d: number): number | number[] {
  return source.uniform() < 0.5 ? positive(source) : Array.from({ length: d }, () => positive(source));
}

const LEAVES: readonly Leaf[] = [
  () => linear(),
  (source) => polynomial({ gamma: positive(source), degree: source.integer(1, 4), coef0: source.integer(0, 2) / 2 }),
  (source, d) => (source.uniform() < 0.5 ? rbf({ gamma: positive(source) }) : rbf({ lengthScale: lengthScale(source, d) })),
  () => rbf(),
  (source) => laplacian({ gamma: positive(source) }),
  (source, d) => matern({ nu: pick(source, [0.5, 1.5, 2.5] as const), lengthScale: lengthScale(source, d) }),
  (source, d) => rationalQuadratic({ alpha: positive(source), lengthScale: lengthScale(source, d) }),
  (source) => periodic({ period: positive(source), lengthScale: positive(source), metric: "per-feature" }),
  () => cosine(),
  () => allSubsets(),
  (source, d) => anova({ degree: source.integer(1, d) }),
  (source) => constant(positive(source)),
];

const INDEFINITE: readonly Leaf[] = [
  (source) => sigmoid({ gamma: positive(source), coef0: source.between(-1, 1) }),
  (source) => periodic({ period: positive(source), lengthScale: positive(source) }),
  (source) => polynomial({ gamma: positive(source), degree: source.integer(1, 3), coef0: -positive(source) }),
  (source) => constant(-positive(source)),
];

function leaves({ psd, nonNegative, json, white: noise }: CompositionOptions): readonly Leaf[] {
  return [
    ...LEAVES,
    ...(psd ? [] : INDEFINITE),
    ...(nonNegative ? [(source: Random) => chi2({ gamma: positive(source) })] : []),
    ...(nonNegative && !psd ? [() => additiveChi2()] : []),
    ...(json ? [] : [() => fromFeatures(squares)]),
    ...(json || psd ? [] : [() => custom(hat)]),
    ...(noise ? [(source: Random) => white(positive(source))] : []),
  ];
}

const bounded: Rule = (source, depth, options) => normalize(compose(source, depth, { ...options, psd: true, white: false }));

const RULES: readonly Rule[] = [
  (source, depth, options) => add(...several(source, depth, options)),
  (source, depth, options) => add(...several(source, depth, options)),
  (source, depth, options) => multiply(compose(source, depth, options), compose(source, 0, options)),
  (source, depth, options) => scale((options.psd ? 1 : pick(source, [1, 1, -1])) * positive(source), compose(source, depth, options)),
  (source, _, options) => power(compose(source, 0, options), source.integer(1, 3)),
  (source, depth, options) => exponentiate(scale(positive(source), bounded(source, depth, options))),
  bounded,
  (source, depth, options) => {
    const columns = Array.from({ length: source.integer(1, options.d) }, () => source.integer(0, options.d - 1));
    return onColumns(columns, compose(source, depth, { ...options, d: columns.length }));
  },
];

const RULES_OF_FUNCTIONS: readonly Rule[] = [
  (source, _, options) => mapInputs(squares, compose(source, 0, { ...options, d: 2 * options.d })),
  (source, depth, options) => multiplier(amplitude, compose(source, depth, options)),
];

function rules({ json }: CompositionOptions): readonly Rule[] {
  return json ? RULES : [...RULES, ...RULES_OF_FUNCTIONS];
}

function several(source: Random, depth: number, options: CompositionOptions): Kernel[] {
  return Array.from({ length: source.integer(1, 3) }, () => compose(source, depth, options));
}

function pick<T>(source: Random, choices: readonly T[]): T {
  return choices[source.integer(0, choices.length - 1)] as T;
}
