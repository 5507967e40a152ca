import { AT_REST } from "./decay";
import { coefficientOf, powerOf, sizeOf, slopesOf, type Term } from "./terms";

/** A kernel of one feature as the covariance of h(x)·(its state): the terms stand one after the other in the state, whose first number of each is the term itself. */
export interface Series {
  readonly terms: readonly Term[];
  /** White noise, in the same words. */
  readonly noises: readonly Term[];
  /** Numbers of the state. */
  readonly m: number;
  /** Where each term begins, and after the last the end. */
  readonly starts: Int32Array;
  /** c of each term. */
  readonly coefficients: Float64Array;
  /** The covariance at rest of each term for c = 1, by rows. */
  readonly atRest: readonly Float64Array[];
}

export function seriesOf(all: readonly Term[]): Series {
  const terms = all.filter((term) => !term.isNoise);
  const starts = new Int32Array(terms.length + 1);
  terms.forEach((term, b) => {
    starts[b + 1] = (starts[b] as number) + sizeOf(term);
  });
  return {
    terms,
    noises: all.filter((term) => term.isNoise),
    m: starts[terms.length] as number,
    starts,
    coefficients: Float64Array.from(terms, coefficientOf),
    atRest: terms.map(({ decays }) =>
      decays.reduce<Float64Array>((P, { order }) => kronecker(P, Float64Array.from(AT_REST[order])), Float64Array.of(1)),
    ),
  };
}

/** The noise with the white noise of the kernel at every x added to it. */
export function withNoise({ noises }: Series, x: Float64Array, given: Float64Array): Float64Array {
  if (noises.length === 0) return given;
  const noise = given.slice();
  for (const term of noises) {
    const c = coefficientOf(term);
    for (let i = 0; i < x.length; i++) noise[i] = (noise[i] as number) + c * powerOf(x[i] as number, 2 * term.degree);
  }
  return noise;
}

/** What is added to ∂/∂θ by ∂/∂c of a term: θ by its logarithm where it is positive and may be. */
export function addSlopes(term: Term, byCoefficient: number, isLogarithm: (parameter: number) => boolean, gradient: Float64Array): void {
  slopesOf(term).forEach((slope, k) => {
    const { value, parameter } = term.scalars[k] as Term["scalars"][number];
    if (parameter < 0) return;
    gradient[parameter] = (gradient[parameter] as number) + byCoefficient * slope * (isLogarithm(parameter) ? value : 1);
  });
}

/** A ⊗ B of square matrices. */
export function kronecker(A: Float64Array, B: Float64Array): Float64Array {
  const [p, q] = [Math.sqrt(A.length), Math.sqrt(B.length)];
  const size = p * q;
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const a = A[Math.floor(i / q) * p + Math.floor(j / q)] as number;
      product[i * size + j] = a * (B[(i % q) * q + (j % q)] as number);
    }
  }
  return product;
}
