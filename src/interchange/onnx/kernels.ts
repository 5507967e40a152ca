import { mercerError } from "../../errors";
import { resolveGamma } from "../../kernels/resolve";
import type { KernelSpec, LengthScale } from "../../kernels/spec";
import type { Builder, Value } from "./builder";

/** Two sets of points of d features: every pair, m × n; or each with its own in the other, m. */
export interface Pair {
  readonly A: Value;
  readonly B: Value;
  readonly d: number;
  /** n, for every pair; null for each with its own. */
  readonly n: number | null;
}

/**
 * k(a, b) of a resolved kernel as a graph. Distances are those of differences, m·n·d numbers at a time.
 *
 * @param white whether white noise counts, as it does on a diagonal of training points alone
 * @throws "kernel" for a kernel with a function of the caller's
 */
export function gramOf(to: Builder, kernel: KernelSpec, pair: Pair, white = false): Value {
  const inner = (part: KernelSpec, of = pair): Value => gramOf(to, part, of, white);
  switch (kernel.kind) {
    case "sum":
      return kernel.terms.map((term) => inner(term)).reduce(to.add);
    case "product":
      return kernel.factors.map((factor) => inner(factor)).reduce(to.multiply);
    case "scaled":
      return to.scaled("Mul", inner(kernel.kernel), Float64Array.of(kernel.factor));
    case "power":
      return to.power(inner(kernel.kernel), kernel.exponent);
    case "exponentiated":
      return to.exp(inner(kernel.kernel));
    case "normalized":
      return to.quotient(inner(kernel.kernel), normOf(to, kernel.kernel, pair));
    case "onColumns": {
      const { columns } = kernel;
      return inner(kernel.kernel, { ...pair, A: to.columns(pair.A, columns), B: to.columns(pair.B, columns), d: columns.length });
    }
    case "constant":
      return to.filled(kernel.value, pair.A, pair.n);
    case "white":
      return to.filled(white ? kernel.variance : 0, pair.A, pair.n);
    case "precomputed":
      return pair.A;
    default:
      return leafOf(to, kernel, pair);
  }
}

/** √(k(a, a) k(b, b)), white noise with it. */
function normOf(to: Builder, kernel: KernelSpec, { A, B, d, n }: Pair): Value {
  const diagonal = (points: Value): Value => gramOf(to, kernel, { A: points, B: points, d, n: null }, true);
  if (n === null) return diagonal(A);
  return to.root(to.multiply(to.along(diagonal(A), 1), to.along(diagonal(B), 0)));
}

function leafOf(to: Builder, kernel: KernelSpec, pair: Pair): Value {
  switch (kernel.kind) {
    case "linear": {
      const A = kernel.metric ? to.product(pair.A, to.numbers(Float64Array.from(kernel.metric.flat()), [pair.d, pair.d])) : pair.A;
      return innerProducts(to, { ...pair, A });
    }
    case "polynomial":
      return to.power(
        to.plus(to.scaled("Mul", innerProducts(to, pair), Float64Array.of(resolveGamma(kernel.gamma, pair.d))), kernel.coef0),
        kernel.degree,
      );
    case "sigmoid":
      return to.node("Tanh", [
        to.plus(to.scaled("Mul", innerProducts(to, pair), Float64Array.of(resolveGamma(kernel.gamma, pair.d))), kernel.coef0),
      ]);
    case "cosine":
      return innerProducts(to, { ...pair, A: directions(to, pair.A), B: directions(to, pair.B) });
    case "rbf":
      if ("gamma" in kernel) return to.exp(to.times(squares(to, pair, 1), -resolveGamma(kernel.gamma, pair.d)));
      if ("sigma" in kernel) return to.exp(to.negative(squares(to, pair, kernel.sigma)));
      return to.exp(to.times(squares(to, pair, kernel.lengthScale), -0.5));
    case "laplacian":
      return to.exp(to.times(to.sum(to.node("Abs", [differences(to, pair)])), -resolveGamma(kernel.gamma, pair.d)));
    case "matern":
      return matern(to, kernel.nu, to.root(to.times(squares(to, pair, kernel.lengthScale), 2 * kernel.nu)));
    case "rationalQuadratic": {
      const base = to.plus(to.times(squares(to, pair, kernel.lengthScale), 1 / (2 * kernel.alpha)), 1);
      return to.node("Pow", [base, to.number(-kernel.alpha)]);
    }
    case "periodic": {
      const apart = kernel.metric === "per-feature" ? differences(to, pair) : to.along(to.root(squares(to, pair, 1)), -1);
      const turns = to.divide(apart, to.number(kernel.period));
      const fraction = to.subtract(turns, to.node("Floor", [turns]));
      const wave = to.divide(to.node("Sin", [to.times(fraction, Math.PI)]), to.number(kernel.lengthScale));
      return to.exp(to.times(to.sum(to.square(wave)), -2));
    }
    case "chi2":
      return to.exp(to.times(chiSquares(to, pair), -kernel.gamma));
    case "additiveChi2":
      return to.negative(chiSquares(to, pair));
    case "allSubsets":
      return products(to, pair)
        .map((product) => to.plus(product, 1))
        .reduce(to.multiply);
    case "anova":
      return elementarySymmetric(to, products(to, pair), kernel.degree) ?? to.filled(0, pair.A, pair.n);
    default: {
      const message = `a kernel of kind "${kernel.kind}" has a function of yours, which no graph of ONNX has`;
      throw mercerError("kernel", message, { kind: kernel.kind });
    }
  }
}

function matern(to: Builder, nu: number, s: Value): Value {
  const decay = to.exp(to.negative(s));
  if (nu === 0.5) return decay;
  const line = to.plus(s, 1);
  return to.multiply(nu === 1.5 ? line : to.add(line, to.times(to.square(s), 1 / 3)), decay);
}

function innerProducts(to: Builder, { A, B, n }: Pair): Value {
  return n === null ? to.sum(to.multiply(A, B)) : to.product(A, to.node("Transpose", [B]));
}

/** The features of both along the last axis, so that they go together. */
function facing(to: Builder, { A, B, n }: Pair): readonly [Value, Value] {
  return n === null ? [A, B] : [to.along(A, 1), to.along(B, 0)];
}

function differences(to: Builder, pair: Pair): Value {
  return to.subtract(...facing(to, pair));
}

/** Σ ((a_k − b_k)/ℓ_k)² */
function squares(to: Builder, pair: Pair, length: LengthScale): Value {
  const apart = differences(to, pair);
  if (length === 1) return to.sum(to.square(apart));
  const lengths = typeof length === "number" ? to.number(length) : to.numbers(Float64Array.from(length), [length.length]);
  return to.sum(to.square(to.divide(apart, lengths)));
}

/** Not a number for a point with a negative feature, for which mercer throws. */
function chiSquares(to: Builder, pair: Pair): Value {
  const tested = (points: Value): Value => to.where(to.node("Less", [points, to.number(0)]), to.notANumber(), points);
  const both = { ...pair, A: tested(pair.A), B: tested(pair.B) };
  return to.sum(to.quotient(to.square(differences(to, both)), to.add(...facing(to, both))));
}

/** a/‖a‖, 0 where a is. */
function directions(to: Builder, points: Value): Value {
  return to.quotient(points, to.along(to.root(to.sum(to.square(points))), -1));
}

/** a_k b_k for every feature. */
function products(to: Builder, pair: Pair): Value[] {
  const all = to.multiply(...facing(to, pair));
  return Array.from({ length: pair.d }, (_, k) => to.columns(all, k));
}

/** e_p by e_q ← e_q + x e_(q−1), without what is 0 or 1; null where there are fewer than p. */
function elementarySymmetric(to: Builder, values: readonly Value[], p: number): Value | null {
  const e: (Value | null)[] = new Array<Value | null>(p).fill(null);
  values.forEach((value, k) => {
    for (let q = Math.min(p, k + 1) - 1; q >= 0; q--) {
      const before = q === 0 ? value : e[q - 1];
      if (!before) continue;
      const term = q === 0 ? value : to.multiply(value, before);
      const sum = e[q];
      e[q] = sum ? to.add(sum, term) : term;
    }
  });
  return e[p - 1] ?? null;
}
