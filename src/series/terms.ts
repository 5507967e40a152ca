import { ownNumbers } from "../kernels/parameters";
import type { Gamma, KernelSpec } from "../kernels/spec";

/** e^(−s)p(s) with s = λ|x − z| and p of degree 0, 1 or 2: Matérn ½, 3/2 and 5/2. */
export interface Decay {
  /** How many numbers its state has: ν + ½. */
  readonly order: 1 | 2 | 3;
  /** λ */
  readonly rate: number;
  /** The parameter it is made of, in the order of `parametersOf`; −1 for none. */
  readonly parameter: number;
  /** ∂ log λ by the logarithm of that parameter. */
  readonly sense: 1 | -1;
}

/** A factor of the coefficient of a term: value to the power of `exponent`. */
export interface Scalar {
  readonly value: number;
  readonly exponent: number;
  readonly parameter: number;
}

/** c · xʲzʲ · Π e^(−λ|x − z|)p(λ|x − z|), or as much noise at x = z. */
export interface Term {
  readonly scalars: readonly Scalar[];
  readonly decays: readonly Decay[];
  /** j */
  readonly degree: number;
  readonly isNoise: boolean;
}

/** Numbers of the state above which the steps are too dear. */
const MOST_STATES = 32;

const ONE: Term = { scalars: [], decays: [], degree: 0, isNoise: false };

/** The terms of a kernel of one feature whose process has a state of few numbers, or what does not fit, in words. */
export function termsOf(kernel: KernelSpec): readonly Term[] | string {
  try {
    const terms = expanded(kernel, { next: 0 });
    const states = terms.reduce((sum, term) => sum + (term.isNoise ? 0 : sizeOf(term)), 0);
    if (states > MOST_STATES) return `its state would have ${states} numbers, more than ${MOST_STATES}`;
    if (terms.some((term) => !(coefficientOf(term) >= 0))) return "one of its terms is negative";
    return states === 0 ? "it is white noise alone" : terms;
  } catch (error) {
    if (error instanceof Unfit) return error.reason;
    throw error;
  }
}

/** How many numbers the state of a term has. */
export function sizeOf({ decays }: Term): number {
  return decays.reduce((size, { order }) => size * order, 1);
}

/** c */
export function coefficientOf({ scalars }: Term): number {
  return scalars.reduce((product, { value, exponent }) => product * powerOf(value, exponent), 1);
}

/** ∂c/∂value_k for every scalar. */
export function slopesOf({ scalars }: Term): number[] {
  return scalars.map(({ value, exponent }, k) => {
    const own = exponent === 0 ? 0 : exponent * powerOf(value, exponent - 1);
    return scalars.reduce((product, other, at) => (at === k ? product : product * powerOf(other.value, other.exponent)), own);
  });
}

/** xʲ */
export function powerOf(x: number, j: number): number {
  let power = 1;
  for (let k = 0; k < j; k++) power *= x;
  return power;
}

class Unfit {
  constructor(readonly reason: string) {}
}

/** Where the walk through the parameters is, in the order of `parametersOf`. */
interface Walk {
  next: number;
}

function expanded(kernel: KernelSpec, walk: Walk): Term[] {
  const at = walk.next;
  walk.next += ownNumbers(kernel).length;
  switch (kernel.kind) {
    case "matern": {
      const length = typeof kernel.lengthScale === "number" ? kernel.lengthScale : (kernel.lengthScale[0] as number);
      const rate = Math.sqrt(2 * kernel.nu) / length;
      return [{ ...ONE, decays: [{ order: (kernel.nu + 0.5) as 1 | 2 | 3, rate, parameter: at, sense: -1 }] }];
    }
    case "laplacian": {
      const [rate, parameter] = ofGamma(kernel.gamma, at);
      return [{ ...ONE, decays: [{ order: 1, rate, parameter, sense: 1 }] }];
    }
    case "linear":
      return [{ ...ONE, degree: 1, scalars: [{ value: kernel.metric?.[0]?.[0] ?? 1, exponent: 1, parameter: -1 }] }];
    case "polynomial":
      return ofPolynomial(kernel, at);
    case "constant":
      return [{ ...ONE, scalars: [{ value: kernel.value, exponent: 1, parameter: at }] }];
    case "white":
      return [{ ...ONE, isNoise: true, scalars: [{ value: kernel.variance, exponent: 1, parameter: at }] }];
    case "scaled":
      return product([{ ...ONE, scalars: [{ value: kernel.factor, exponent: 1, parameter: at }] }], expanded(kernel.kernel, walk));
    case "sum":
      return kernel.terms.flatMap((term) => expanded(term, walk));
    case "product":
      return kernel.factors.reduce<Term[]>((terms, factor) => product(terms, expanded(factor, walk)), [ONE]);
    case "power": {
      const base = expanded(kernel.kernel, walk);
      return Array.from({ length: kernel.exponent }).reduce<Term[]>((terms) => product(terms, base), [ONE]);
    }
    case "onColumns":
      if (kernel.columns.length !== 1 || kernel.columns[0] !== 0) throw new Unfit("it looks at a column more than once");
      return expanded(kernel.kernel, walk);
    default:
      throw new Unfit(`the kernel "${kernel.kind}" has no state of finitely many numbers`);
  }
}

/** (γxz + c)ᵖ = Σ_j (p choose j) γʲ cᵖ⁻ʲ xʲzʲ */
function ofPolynomial({ gamma, coef0, degree: p }: Extract<KernelSpec, { kind: "polynomial" }>, at: number): Term[] {
  const [value, parameter] = ofGamma(gamma, at);
  const last = parameter < 0 ? at : at + 1;
  let choose = 1;
  return Array.from({ length: p + 1 }, (_, j) => {
    if (j > 0) choose = (choose * (p - j + 1)) / j;
    const scalars = [
      { value: choose, exponent: 1, parameter: -1 },
      { value, exponent: j, parameter },
      { value: coef0, exponent: p - j, parameter: last },
    ];
    return { ...ONE, degree: j, scalars };
  });
}

/** γ and its parameter: of one feature "auto" is 1. */
function ofGamma(gamma: Gamma, at: number): [number, number] {
  return gamma === "auto" ? [1, -1] : [gamma, at];
}

function product(left: readonly Term[], right: readonly Term[]): Term[] {
  return left.flatMap((a) =>
    right.map((b) => ({
      scalars: [...a.scalars, ...b.scalars],
      decays: [...a.decays, ...b.decays],
      degree: a.degree + b.degree,
      isNoise: a.isNoise || b.isNoise,
    })),
  );
}
