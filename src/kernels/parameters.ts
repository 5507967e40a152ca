import { describeValue, mercerError, readingError } from "../errors";
import { nearest, readNumber, readRecord } from "../input";
import { keptKernel } from "./known";
import { readKernel } from "./read";
import type { Kernel, KernelSpec } from "./spec";

/** A free number of a kernel or an estimator. */
export interface Parameter {
  /** Where it stands in the plain data, as in "terms.0.lengthScale" or "kernel.factors.1.gamma"; one of a list of length scales as "lengthScale.2". */
  readonly path: string;
  readonly value: number;
  /** "log": a positive number that only makes sense as one, to be moved on its logarithm */
  readonly scale: "log" | "linear";
}

/** An estimator as far as its parameters are concerned. */
interface Estimator {
  readonly kind: string;
  readonly kernel?: unknown;
  readonly features?: unknown;
}

/** The free numbers of each kind by the names of their fields; degrees, ν, columns and matrices are none. */
const NUMBERS: Readonly<Record<KernelSpec["kind"], readonly string[]>> = {
  linear: [],
  polynomial: ["gamma", "coef0"],
  rbf: ["gamma", "sigma", "lengthScale"],
  laplacian: ["gamma"],
  matern: ["lengthScale"],
  rationalQuadratic: ["alpha", "lengthScale"],
  periodic: ["period", "lengthScale"],
  sigmoid: ["gamma", "coef0"],
  cosine: [],
  chi2: ["gamma"],
  additiveChi2: [],
  allSubsets: [],
  anova: [],
  constant: ["value"],
  white: ["variance"],
  precomputed: [],
  custom: [],
  fromFeatures: [],
  sum: [],
  product: [],
  scaled: ["factor"],
  power: [],
  exponentiated: [],
  normalized: [],
  onColumns: [],
  mapped: [],
  multiplier: [],
};

/** The free numbers of a kernel itself, without those of its parts, by their paths in it. */
export function ownNumbers(kernel: KernelSpec): readonly string[] {
  return NUMBERS[kernel.kind].flatMap((name) => {
    const value: unknown = (kernel as unknown as Record<string, unknown>)[name];
    return Array.isArray(value) ? value.map((_, k) => `${name}.${k}`) : typeof value === "number" ? [name] : [];
  });
}

/** The same of estimators, where they are numbers. */
const OF_ESTIMATORS = ["lambda", "noise"] as const;

/** The lists of numbers of models of the noise. */
const OF_NOISE: Readonly<Record<string, string>> = { groupedNoise: "variances", logLinearNoise: "coefficients" };

/** Numbers that may have any sign. */
const SIGNED: readonly string[] = ["coef0", "coefficients"];

/**
 * The free numbers of a kernel, or of an estimator and its kernel, by their path in the plain data: those of a kernel before those of its parts.
 *
 * A number is a parameter in the spelling in which it was written: `rbf({ lengthScale: 2 })` has "lengthScale", `rbf({ gamma: 0.1 })` "gamma", and
 * `rbf()`, whose γ is "auto", has none. Degrees, ν, seeds, columns and metrics are no parameters. The scale is "log" where the number is positive,
 * but for coef0 and the coefficients of a log-linear noise, which may be any number: "linear".
 *
 * @example
 *
 *     parametersOf(add(scale(2, rbf({ lengthScale: [1, 3] })), white(0.1))).map(({ path }) => path);
 *     // ["terms.0.factor", "terms.0.kernel.lengthScale.0", "terms.0.kernel.lengthScale.1", "terms.1.variance"]
 *
 * @throws "kernel" for what is no kernel, "argument" for one with a number out of range
 */
export function parametersOf(of: Kernel | Estimator): readonly Parameter[] {
  const found: Parameter[] = [];
  const add = (path: string, name: string, value: number): number => {
    found.push({ path, value, scale: value > 0 && !SIGNED.includes(name) ? "log" : "linear" });
    return value;
  };
  mapNumbers(of, add);
  return found;
}

/**
 * The same kernel or estimator with other numbers at these paths, which are those of `parametersOf`; checked as its constructor checks them.
 *
 * @example
 *
 *     withParameters(scale(2, rbf({ gamma: 0.1 })), { factor: 3 }); // scale(3, rbf({ gamma: 0.1 }))
 *
 * @throws "argument" for a path that is none, with the nearest that is one, and for a number out of range
 */
export function withParameters<T extends Kernel | Estimator>(of: T, values: Readonly<Record<string, number>>): T {
  const given = readRecord(values, "values", (value) => value);
  const paths = new Set<string>();
  const changed = mapNumbers(of, (path, _, value) => {
    paths.add(path);
    return Object.hasOwn(given, path) ? readNumber(given[path], path) : value;
  });
  for (const path of Object.keys(given)) if (!paths.has(path)) throw unknownPath(path, [...paths]);
  return changed as Kernel as T;
}

/** The error for a path that is not among those known. */
export function unknownPath(path: unknown, known: readonly string[]): Error {
  const name = typeof path === "string" ? JSON.stringify(path) : describeValue(path);
  const near = typeof path === "string" ? nearest(path, known) : undefined;
  const remedy = near ? `did you mean ${near}?` : known.length > 0 ? `the parameters are ${known.join(", ")}` : "there are none";
  return mercerError("argument", `unknown parameter ${name}; ${remedy}`, { argument: typeof path === "string" ? path : name });
}

/** What becomes of the number at a path; `name` is that of its field. */
type NumberMap = (path: string, name: string, value: number) => number;

function isKernel(of: Kernel | Estimator): boolean {
  const { kind } = of ?? {};
  return Object.hasOwn(NUMBERS, kind) || !["kernel", "features", ...OF_ESTIMATORS].some((name) => name in Object(of));
}

/** A copy with every parameter replaced by its image, in the order of `parametersOf`. */
function mapNumbers(of: Kernel | Estimator, map: NumberMap): Kernel {
  try {
    return mapRead(of, map);
  } catch (error) {
    throw readingError(error, "the kernel or estimator");
  }
}

function mapRead(of: Kernel | Estimator, map: NumberMap): Kernel {
  if (isKernel(of)) return readKernel(mapKernel(readKernel(of), "", map));
  const copy: Record<string, unknown> = { ...of };
  for (const name of OF_ESTIMATORS) {
    const value = copy[name];
    if (typeof value === "number") copy[name] = readNumber(map(name, name, value), name, { minimum: 0 });
  }
  const noise = mapNoise(copy.noise, map);
  if (noise) copy.noise = noise;
  if (copy.kernel !== undefined) copy.kernel = keptKernel(mapKernel(readKernel(copy.kernel as Kernel), "kernel.", map));
  if (typeof copy.features === "object" && copy.features !== null) {
    copy.features = readKernel(mapKernel(readKernel(copy.features as Kernel), "features.", map));
  }
  return copy as unknown as Kernel;
}

/** A model of the noise with its numbers replaced; null for what is none. */
function mapNoise(noise: unknown, map: NumberMap): object | null {
  if (typeof noise !== "object" || noise === null || !("kind" in noise)) return null;
  const name = OF_NOISE[String(noise.kind)];
  const numbers: unknown = name && (noise as Record<string, unknown>)[name];
  if (!name || !Array.isArray(numbers)) return null;
  const minimum = SIGNED.includes(name) ? -Infinity : 0;
  const mapped = numbers.map((value: number, k) => readNumber(map(`noise.${name}.${k}`, name, value), `noise.${name}.${k}`, { minimum }));
  return { ...noise, [name]: mapped };
}

function mapKernel(kernel: KernelSpec, prefix: string, map: NumberMap): KernelSpec {
  const copy: Record<string, unknown> = { ...kernel };
  for (const name of NUMBERS[kernel.kind]) {
    const value = copy[name];
    const path = prefix + name;
    if (typeof value === "number") copy[name] = map(path, name, value);
    else if (Array.isArray(value)) copy[name] = value.map((element: number, k) => map(`${path}.${k}`, name, element));
  }
  const partAt = (part: KernelSpec, path: string): KernelSpec => mapKernel(part, `${prefix}${path}.`, map);
  if (kernel.kind === "sum") copy.terms = kernel.terms.map((term, i) => partAt(term, `terms.${i}`));
  else if (kernel.kind === "product") copy.factors = kernel.factors.map((factor, i) => partAt(factor, `factors.${i}`));
  else if ("kernel" in kernel) copy.kernel = partAt(kernel.kernel, "kernel");
  return copy as unknown as KernelSpec;
}
