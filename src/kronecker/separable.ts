import { ownNumbers, parametersOf } from "../kernels/parameters";
import { someKernel } from "../kernels/parts";
import type { KernelSpec } from "../kernels/spec";
import { coefficientOf, type Scalar, type Term } from "../series/terms";

/** A kernel of one axis, with the number in the whole kernel of each of its parameters; −1 for one that is none there. */
export interface Factor {
  readonly kernel: KernelSpec;
  readonly parameters: readonly number[];
}

/** c Π_k k_k(x_k, z_k), and white noise. */
export interface Separable {
  readonly axes: readonly Factor[];
  /** c */
  readonly scale: Term;
  readonly noises: readonly Term[];
}

/** A product under way: its scalars, and the factors of each axis. */
interface Product {
  readonly scalars: readonly Scalar[];
  readonly factors: readonly (readonly Factor[])[];
  readonly isNoise: boolean;
}

class Unfit {
  constructor(readonly reason: string) {}
}

/** A kernel of d features as a product over them, or what does not fit, in words. */
export function separableOf(kernel: KernelSpec, d: number): Separable | string {
  try {
    const columns = Array.from({ length: d }, (_, k) => k);
    const products = expanded(kernel, columns, { d, next: 0 });
    const own = products.filter(({ isNoise }) => !isNoise);
    const [first] = own;
    if (!first || own.length > 1) return `it is a sum of ${own.length} products over the features; one is needed`;
    const scale = termOf(first);
    if (!(coefficientOf(scale) > 0)) return "its factor is not positive";
    const axes = first.factors.map(joined);
    return { axes, scale, noises: products.filter(({ isNoise }) => isNoise).map(termOf) };
  } catch (error) {
    if (error instanceof Unfit) return error.reason;
    throw error;
  }
}

function termOf({ scalars, isNoise }: Product): Term {
  return { scalars, decays: [], degree: 0, isNoise };
}

function joined(factors: readonly Factor[]): Factor {
  const [first, second] = factors;
  if (!first) return { kernel: { kind: "constant", value: 1 }, parameters: [-1] };
  // a copy: what is known of the kernel itself is for points of all features
  if (!second) return { ...first, kernel: { ...first.kernel } };
  return {
    kernel: { kind: "product", factors: factors.map(({ kernel }) => kernel) },
    parameters: factors.flatMap(({ parameters }) => parameters),
  };
}

interface Walk {
  readonly d: number;
  /** The next parameter, in the order of `parametersOf`. */
  next: number;
}

function expanded(kernel: KernelSpec, columns: readonly number[], walk: Walk): Product[] {
  const at = walk.next;
  if (columns.length === 1 && !isComposite(kernel)) return [wholeFactor(kernel, columns[0] as number, walk)];
  walk.next += ownNumbers(kernel).length;
  const over = (factor: (k: number) => Factor): Product[] => [
    {
      scalars: [],
      isNoise: false,
      factors: placed(
        walk.d,
        columns.map((column, k) => [column, factor(k)] as const),
      ),
    },
  ];
  switch (kernel.kind) {
    case "rbf": {
      if ("lengthScale" in kernel) {
        const { lengthScale } = kernel;
        if (typeof lengthScale === "number") return over(() => ({ kernel: { kind: "rbf", lengthScale }, parameters: [at] }));
        return over((k) => ({ kernel: { kind: "rbf", lengthScale: lengthScale[k] as number }, parameters: [at + k] }));
      }
      if ("sigma" in kernel) return over(() => ({ kernel, parameters: [at] }));
      return over(() => ({
        kernel: { kind: "rbf", gamma: ofGamma(kernel.gamma, columns) },
        parameters: [kernel.gamma === "auto" ? -1 : at],
      }));
    }
    case "laplacian":
      return over(() => ({
        kernel: { kind: "laplacian", gamma: ofGamma(kernel.gamma, columns) },
        parameters: [kernel.gamma === "auto" ? -1 : at],
      }));
    case "periodic":
      if (kernel.metric !== "per-feature") throw new Unfit('"periodic" is a product over the features with the metric "per-feature" alone');
      return over(() => ({ kernel, parameters: [at, at + 1] }));
    case "constant":
      return [scalar(kernel.value, at, walk.d, false)];
    case "white":
      return [scalar(kernel.variance, at, walk.d, true)];
    case "scaled":
      return times([scalar(kernel.factor, at, walk.d, false)], expanded(kernel.kernel, columns, walk));
    case "sum":
      return kernel.terms.flatMap((term) => expanded(term, columns, walk));
    case "product":
      return kernel.factors.reduce<Product[]>(
        (products, factor) => times(products, expanded(factor, columns, walk)),
        [{ scalars: [], factors: placed(walk.d, []), isNoise: false }],
      );
    case "onColumns":
      return expanded(
        kernel.kernel,
        kernel.columns.map((column) => columns[column] as number),
        walk,
      );
    default:
      throw new Unfit(`the kernel "${kernel.kind}" is no product over the features`);
  }
}

/** Whether a kernel of one column is to be looked into for scalars and noise. */
function isComposite(kernel: KernelSpec): boolean {
  if (["constant", "white", "scaled", "product", "onColumns"].includes(kernel.kind)) return true;
  return kernel.kind === "sum" && someKernel(kernel, ({ kind }) => kind === "white");
}

/** A kernel of one column as it is. */
function wholeFactor(kernel: KernelSpec, column: number, walk: Walk): Product {
  if (someKernel(kernel, ({ kind }) => kind === "white" || kind === "precomputed")) throw new Unfit("it has white noise within a factor");
  const count = parametersOf(kernel).length;
  const parameters = Array.from({ length: count }, (_, k) => walk.next + k);
  walk.next += count;
  return { scalars: [], isNoise: false, factors: placed(walk.d, [[column, { kernel, parameters }]]) };
}

function ofGamma(gamma: number | "auto", columns: readonly number[]): number {
  return gamma === "auto" ? 1 / columns.length : gamma;
}

function scalar(value: number, parameter: number, d: number, isNoise: boolean): Product {
  return { scalars: [{ value, exponent: 1, parameter }], factors: placed(d, []), isNoise };
}

function placed(d: number, factors: readonly (readonly [number, Factor])[]): Factor[][] {
  return Array.from({ length: d }, (_, k) => factors.filter(([column]) => column === k).map(([, factor]) => factor));
}

function times(left: readonly Product[], right: readonly Product[]): Product[] {
  return left.flatMap((a) =>
    right.map((b) => ({
      scalars: [...a.scalars, ...b.scalars],
      factors: a.factors.map((own, k) => [...own, ...(b.factors[k] as readonly Factor[])]),
      isNoise: a.isNoise || b.isNoise,
    })),
  );
}
