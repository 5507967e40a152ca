import type { Kernel, KernelSpec, Matrix, PolynomialKernel } from "../../src/entries/index";
import { exactKernel, exactNoise } from "./exact-kernel";
import {
  compare,
  type Exact,
  exactly,
  innerProduct,
  magnitude,
  minus,
  negative,
  ONE,
  orderOf,
  over,
  PRECISION,
  plus,
  powerOf,
  rounded,
  sum,
  times,
  toNumber,
  ZERO,
} from "./exact-number";

export interface RidgeProblem {
  readonly kernel: Kernel;
  readonly X: Matrix;
  readonly y: ArrayLike<number>;
  readonly lambda: number;
  readonly intercept?: boolean;
  /** Not negative, one per point. */
  readonly weights?: ArrayLike<number>;
}

/** The exact fit of the numbers given, which minimises Σ_i w_i (h(x_i) + b − y_i)² + λ‖h‖²; for λ = 0 its limit: of least loss, and of least norm. */
export interface ExactRidge {
  /** h*(z), the intercept included. */
  at(z: ArrayLike<number>): Exact;
  readonly intercept: Exact;
  /** α*, 0 for a point of weight 0; null where λ = 0 leaves it undetermined: with an intercept, or by the Gram matrix of equal points. */
  readonly alpha: readonly Exact[] | null;
  /** Σ_i w_i (h*(x_i) − y_i)² */
  readonly trainingLoss: Exact;
}

/** Polynomial kernels, the linear one included, by their monomials in whole numbers, without any rounding before the last quotient; others by K to 512 bits. */
export function exactRidge(problem: RidgeProblem): ExactRidge {
  const { rows: n, cols } = problem.X;
  const weights = Array.from({ length: n }, (_, i) => exactly(problem.weights?.[i] ?? 1));
  const support = Array.from(weights.keys()).filter((i) => (weights[i] as Exact).m !== 0n);
  const pointOf = (i: number): Float64Array => problem.X.data.slice(i * cols, (i + 1) * cols);
  const chosen: Chosen = {
    kernel: problem.kernel,
    points: support.map(pointOf),
    y: support.map((i) => exactly(problem.y[i] as number)),
    weights: support.map((i) => weights[i] as Exact),
    lambda: exactly(problem.lambda),
    intercept: problem.intercept ?? false,
  };
  const { alpha, ...fit } = asPolynomial(problem.kernel, cols) ? byMonomials(chosen) : byGram(chosen);
  const trainingLoss = chosen.points.reduce((total, x, i) => {
    const error = minus(fit.at(x), chosen.y[i] as Exact);
    return rounded(plus(total, times(chosen.weights[i] as Exact, times(error, error))));
  }, ZERO);
  const positions = new Map(support.map((i, k) => [i, k]));
  const scattered = alpha && weights.map((_, i) => alpha[positions.get(i) ?? -1] ?? ZERO);
  return { ...fit, alpha: scattered, trainingLoss };
}

/** |h − h*|/√k(z, z) may not exceed the bound: (h − h*)² ≤ bound²·k(z, z), compared exactly. */
export function isWithin(bound: number, h: number, exact: Exact, diagonal: Exact): boolean {
  const error = minus(exactly(h), exact);
  // h* is known to 2⁻⁵⁰⁰ of itself only
  const known = { ...magnitude(exact), e: exact.e - 490 };
  const beyond = plus(magnitude(error), negative(known));
  if (beyond.m <= 0n) return true;
  const allowed = exactly(bound);
  return compare(times(beyond, beyond), times(times(allowed, allowed), diagonal)) <= 0;
}

/** |h − h*| */
export function errorOf(h: number, exact: Exact): number {
  return Math.abs(toNumber(minus(exactly(h), exact)));
}

interface Chosen {
  readonly kernel: Kernel;
  readonly points: readonly Float64Array[];
  readonly y: readonly Exact[];
  /** Positive. */
  readonly weights: readonly Exact[];
  readonly lambda: Exact;
  readonly intercept: boolean;
}

type Found = Omit<ExactRidge, "trainingLoss">;

/** The kernel as (γ x·z + c)ᵖ with γ > 0 and c ≥ 0 of few features; null where it is none. */
function asPolynomial(kernel: Kernel, d: number): PolynomialKernel | null {
  const spec = kernel as KernelSpec;
  if (spec.kind === "linear" && !spec.metric) return { kind: "polynomial", gamma: 1, coef0: 0, degree: 1 };
  if (spec.kind !== "polynomial") return null;
  const gamma = spec.gamma === "auto" ? 1 / d : spec.gamma;
  return gamma > 0 && spec.coef0 >= 0 && (d <= 2 || spec.degree === 1) ? { ...spec, gamma } : null;
}

/** A monomial x^e and what its square counts in the kernel: p!/(e₁! … e_d! (p − |e|)!) γ^|e| c^(p − |e|). */
interface Monomial {
  readonly exponents: readonly number[];
  readonly factor: Exact;
}

function monomialsOf({ gamma, coef0, degree }: PolynomialKernel, d: number): Monomial[] {
  const exponents: number[][] = [];
  const extend = (head: number[], left: number): void => {
    if (head.length === d) exponents.push(head);
    else for (let e = 0; e <= left; e++) extend([...head, e], left - e);
  };
  extend([], degree);
  return exponents
    .map((e) => {
      const total = e.reduce((a, b) => a + b, 0);
      const ways = e.reduce((rest, k) => rest / factorial(k), factorial(degree) / factorial(degree - total));
      const scale = times(powerOf(exactly(gamma as number), total), powerOf(exactly(coef0), degree - total));
      return { exponents: e, factor: times(exactly(Math.round(ways)), scale) };
    })
    .filter(({ factor }) => factor.m !== 0n);
}

function factorial(k: number): number {
  return k <= 1 ? 1 : k * factorial(k - 1);
}

/**
 * K = ΦDΦᵀ with the monomials as columns of Φ; h = Φw, w = Du:
 *
 *     λ > 0   (ΦᵀWΦD + λI)u + ΦᵀW1 b = ΦᵀWy,  1ᵀWΦD u + 1ᵀW1 b = 1ᵀWy,  α = W(y − h)/λ
 *     λ = 0   w = DAv with A D A v = c, A = ΦᵀWΦ, c = ΦᵀWy: of all solutions of Aw = c that of least wᵀD⁻¹w; Φ centred where there is an intercept
 */
function byMonomials({ kernel, points, y, weights, lambda, intercept }: Chosen): Found {
  const d = points[0]?.length ?? 0;
  const monomials = monomialsOf(asPolynomial(kernel, d) as PolynomialKernel, d);
  const D = monomials.map(({ factor }) => factor);
  const features = (z: ArrayLike<number>): Exact[] => {
    const values = Array.from(z, exactly);
    return monomials.map(({ exponents }) =>
      exponents.reduce<Exact>((product, e, k) => times(product, powerOf(values[k] as Exact, e)), ONE),
    );
  };
  const phi = points.map(features);
  const columns = monomials.map((_, j) => phi.map((row) => row[j] as Exact));
  const total = weights.reduce(plus, ZERO);
  const weighted = (column: readonly Exact[]): Exact[] => column.map((value, i) => times(value, weights[i] as Exact));
  const yTotal = innerProduct(weights, y);
  const sums = columns.map((column) => innerProduct(weights, column));

  let w: Exact[];
  let b = ZERO;
  let denominator: Exact;
  let combination: Exact[] | null = null;
  if (lambda.m !== 0n) {
    const rows = columns.map((column, j) => {
      const heavy = weighted(column);
      const row = columns.map((other, k) => plus(times(innerProduct(heavy, other), D[k] as Exact), j === k ? lambda : ZERO));
      return [...row, ...(intercept ? [sums[j] as Exact] : []), innerProduct(heavy, y)];
    });
    if (intercept) rows.push([...sums.map((value, k) => times(value, D[k] as Exact)), total, yTotal]);
    const solved = solveWhole(rows);
    denominator = solved.denominator;
    w = D.map((factor, j) => times(factor, solved.numerators[j] as Exact));
    if (intercept) b = solved.numerators[D.length] as Exact;
  } else {
    // with an intercept total·(Φ − 1φ̄), which has no denominators
    const used = intercept ? columns.map((column, j) => column.map((value) => minus(times(total, value), sums[j] as Exact))) : columns;
    const A = used.map((column) => {
      const heavy = weighted(column);
      return used.map((other) => innerProduct(heavy, other));
    });
    const rows = A.map((row, j) => {
      const heavy = row.map((value, k) => times(value, D[k] as Exact));
      return [
        ...A.map((_, k) => heavy.reduce((s, value, l) => plus(s, times(value, (A[l] as Exact[])[k] as Exact)), ZERO)),
        innerProduct(weighted(used[j] as Exact[]), y),
      ];
    });
    const solved = solveWhole(rows);
    const v = solved.numerators;
    const Dv = A.map((row, j) => times(D[j] as Exact, innerProduct(row, v)));
    if (intercept) {
      denominator = times(solved.denominator, total);
      w = Dv.map((value) => times(times(total, total), value));
      b = minus(times(solved.denominator, yTotal), times(total, innerProduct(sums, Dv)));
    } else {
      denominator = solved.denominator;
      w = Dv;
      combination = v;
    }
  }
  const numeratorAt = (row: readonly Exact[]): Exact => plus(innerProduct(row, w), b);
  const at = (z: ArrayLike<number>): Exact => over(numeratorAt(features(z)), denominator);
  const alpha =
    lambda.m !== 0n
      ? phi.map((row, i) =>
          over(times(weights[i] as Exact, minus(times(y[i] as Exact, denominator), numeratorAt(row))), times(denominator, lambda)),
        )
      : combination && phi.map((row, i) => over(times(weights[i] as Exact, innerProduct(row, combination)), denominator));
  return { at, alpha, intercept: over(b, denominator) };
}

/** The rows [A | c] of a square system that has a solution: one of them, numerators over one denominator, 0 where A leaves it free. Elimination without fractions. */
function solveWhole(system: readonly (readonly Exact[])[]): { readonly numerators: Exact[]; readonly denominator: Exact } {
  const size = system.length;
  const rows = system.map((row) => {
    const least = row.reduce((e, value) => (value.m === 0n ? e : Math.min(e, value.e)), Infinity);
    return row.map(({ m, e }) => (m === 0n ? 0n : m << BigInt(e - least)));
  });
  let previous = 1n;
  const pivots: number[] = [];
  for (let column = 0; column < size; column++) {
    const step = pivots.length;
    const found = rows.findIndex((row, i) => i >= step && row[column] !== 0n);
    if (found < 0) continue;
    [rows[step], rows[found]] = [rows[found] as bigint[], rows[step] as bigint[]];
    const pivotRow = rows[step] as bigint[];
    const pivot = pivotRow[column] as bigint;
    rows.forEach((row, i) => {
      if (i === step) return;
      const factor = row[column] as bigint;
      for (let j = 0; j <= size; j++) row[j] = (pivot * (row[j] as bigint) - factor * (pivotRow[j] as bigint)) / previous;
    });
    previous = pivot;
    pivots.push(column);
  }
  if (rows.slice(pivots.length).some((row) => row[size] !== 0n)) throw new Error("the system has no solution");
  const numerators = new Array<Exact>(size).fill(ZERO);
  pivots.forEach((column, step) => {
    numerators[column] = { m: (rows[step] as bigint[])[size] as bigint, e: 0 };
  });
  return { numerators, denominator: { m: previous, e: 0 } };
}

/** α = G⁻¹(y − b), G = K + noise·I + λW⁻¹ = LDLᵀ; for λ = 0 equal points are taken as one, with the mean of their targets. */
function byGram(given: Chosen): Found {
  const { kernel, points, y, weights, lambda, intercept } =
    given.lambda.m === 0n && exactNoise(given.kernel).m === 0n ? merged(given) : given;
  const noise = exactNoise(kernel);
  const G = points.map((x, i) =>
    points.slice(0, i + 1).map((z, j) => {
      const value = rounded(exactKernel(kernel, x, z));
      return i === j ? sum(value, plus(noise, lambda.m === 0n ? ZERO : over(lambda, weights[i] as Exact))) : value;
    }),
  );
  const solve = factored(G);
  const own = solve(y);
  let alpha = own;
  let b = ZERO;
  if (intercept) {
    const ones = solve(y.map(() => ONE));
    b = over(own.reduce(sum, ZERO), ones.reduce(sum, ZERO));
    alpha = own.map((value, i) => sum(value, negative(times(b, ones[i] as Exact))));
  }
  const at = (z: ArrayLike<number>): Exact =>
    sum(
      b,
      points.reduce((total, x, i) => sum(total, times(alpha[i] as Exact, exactKernel(kernel, x, z))), ZERO),
    );
  return { at, intercept: b, alpha: points.length === given.points.length ? alpha : null };
}

function merged(given: Chosen): Chosen {
  const groups = new Map<string, number[]>();
  given.points.forEach((x, i) => {
    const key = Array.from(x, (value) => value + 0).join();
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  const parts = [...groups.values()];
  const weights = parts.map((group) => group.reduce((total, i) => plus(total, given.weights[i] as Exact), ZERO));
  return {
    ...given,
    points: parts.map(([first]) => given.points[first as number] as Float64Array),
    y: parts.map((group, k) =>
      over(
        group.reduce((total, i) => plus(total, times(given.weights[i] as Exact, given.y[i] as Exact)), ZERO),
        weights[k] as Exact,
      ),
    ),
    weights,
  };
}

/** Solves with a symmetric matrix, its lower triangle given, by LDLᵀ; no pivot may be 0. */
export function factored(lower: readonly (readonly Exact[])[]): (right: readonly Exact[]) => Exact[] {
  const n = lower.length;
  const L: Exact[][] = [];
  const D: Exact[] = [];
  for (let i = 0; i < n; i++) {
    // L_ij D_j before its division
    const row: Exact[] = [];
    const mine: Exact[] = [];
    for (let j = 0; j < i; j++) {
      let value = (lower[i] as Exact[])[j] as Exact;
      for (let k = 0; k < j; k++) value = sum(value, negative(times(row[k] as Exact, (L[j] as Exact[])[k] as Exact)));
      row.push(value);
      mine.push(over(value, D[j] as Exact));
    }
    const diagonal = (lower[i] as Exact[])[i] as Exact;
    const pivot = row.reduce((value, part, k) => sum(value, negative(times(part, mine[k] as Exact))), diagonal);
    if (pivot.m === 0n || orderOf(pivot) < orderOf(diagonal) - PRECISION / 2) throw new Error(`the matrix is singular at pivot ${i}`);
    L.push(mine);
    D.push(pivot);
  }
  return (right) => {
    const x = [...right];
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) x[i] = sum(x[i] as Exact, negative(times((L[i] as Exact[])[k] as Exact, x[k] as Exact)));
    }
    for (let i = 0; i < n; i++) x[i] = over(x[i] as Exact, D[i] as Exact);
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) x[i] = sum(x[i] as Exact, negative(times((L[k] as Exact[])[i] as Exact, x[k] as Exact)));
    }
    return x;
  };
}
