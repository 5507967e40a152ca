import { orthogonal, type Random, random } from "../support/generator";
import { general, positiveDefinite, rectangular, symmetric } from "../support/lapack-matrices";
import { ROUNDOFF } from "../support/precision";
import { composed, elements, mirrored, scaled, symmetricOf } from "./compose";
import { EXTREME, LEAST, MODERATE, MOST, SPECTRA } from "./spectra";

/** An m × n matrix of LAPACK's kinds. */
export interface Sample {
  readonly type: string;
  readonly m: number;
  readonly n: number;
  readonly A: Float64Array;
}

const CONDITIONS = { "√(0.1/ε)": MODERATE, "0.1/ε": EXTREME } as const;

/** Every distribution of values with both condition numbers. */
function spectra(n: number, source: Random): readonly (readonly [type: string, values: Float64Array])[] {
  return Object.entries(SPECTRA).flatMap(([name, spectrum]) =>
    Object.entries(CONDITIONS).map(([label, condition]) => [`${name}, κ = ${label}`, spectrum(n, condition, source)] as const),
  );
}

/** Without those that are singular by a row or column of zeros, which test/linalg has. */
function regular(matrices: readonly { readonly name: string; readonly A: Float64Array; readonly zeroPivot: number | null }[], n: number) {
  return matrices.filter(({ zeroPivot }) => zeroPivot === null).map(({ name, A }): Sample => ({ type: name, m: n, n, A }));
}

const square =
  (n: number) =>
  ([type, A]: readonly [string, Float64Array]): Sample => ({ type, m: n, n, A });

/** Positive definite by more than rounding: the paths PO and PS, and spectra and gradings beyond them. */
export function definite(n: number, seed: number): Sample[] {
  const source = random(seed);
  const Q = orthogonal(source, n);
  // Cholesky's factorisation runs to its end where n·κ·ε is below 1
  const safe = spectra(n, source).filter(([type]) => !type.endsWith("0.1/ε") || type.endsWith("√(0.1/ε)"));
  const ordinary = symmetricOf(n, Q, SPECTRA.geometric?.(n, 2, source) as Float64Array);
  const grade = (down: boolean) => elements(n, n, (i, j) => (ordinary[i * n + j] as number) * 10 ** ((down ? -16 : 16) * ((i + j) / n)));
  return [
    ...regular(positiveDefinite(random(seed), n), n).filter(({ type }) => type !== "random, κ = 0.1/ε" || n <= 10),
    ...[...safe.map(([type, values]) => [type, symmetricOf(n, Q, values)] as const), ["graded down", grade(true)] as const]
      .concat([["graded up", grade(false)] as const])
      .map(square(n)),
  ];
}

/** Positive semidefinite of a quarter, half and three quarters of the rank (path PS). */
export function semidefinite(n: number, seed: number): (Sample & { readonly rank: number })[] {
  const source = random(seed);
  const Q = orthogonal(source, n);
  return [25, 50, 75, 100].flatMap((share) => {
    const rank = Math.ceil((n * share) / 100);
    return ["one large", "one small", "geometric"].map((name) => {
      const values = new Float64Array(n);
      values.set(SPECTRA[name]?.(rank, 1e12, source) as Float64Array);
      return { type: `${name}, rank ${share} %`, m: n, n, A: symmetricOf(n, Q, values), rank };
    });
  });
}

/** Square ones of any kind (path GE). */
export function nonsingular(n: number, seed: number): Sample[] {
  const source = random(seed);
  const [U, V] = [orthogonal(source, n), orthogonal(source, n)];
  const uniform = elements(n, n, () => source.between(-1, 1));
  const more: (readonly [string, Float64Array])[] = [
    ...spectra(n, source).map(([type, values]) => [type, composed(n, n, U, values, V)] as const),
    ["uniform", uniform],
    ["graded rows", elements(n, n, (i, j) => (uniform[i * n + j] as number) * 10 ** ((-16 * i) / n))],
    ["graded columns", elements(n, n, (i, j) => (uniform[i * n + j] as number) * 10 ** ((16 * j) / n))],
  ];
  return [...regular(general(random(seed), n), n), ...more.map(square(n))];
}

/** Symmetric ones with eigenvalues of both signs (path SY). */
export function indefinite(n: number, seed: number): Sample[] {
  const source = random(seed);
  const Q = orthogonal(source, n);
  const signed = (values: Float64Array) => values.map((value, i) => (i % 2 === 0 ? value : -value));
  const uniform = mirrored(
    n,
    elements(n, n, () => source.between(-1, 1)),
  );
  const more: (readonly [string, Float64Array])[] = [
    ...spectra(n, source).map(([type, values]) => [type, symmetricOf(n, Q, signed(values))] as const),
    ["uniform", uniform],
    ["graded down", elements(n, n, (i, j) => (uniform[i * n + j] as number) * 10 ** ((-16 * (i + j)) / n))],
  ];
  return [...regular(symmetric(random(seed), n), n), ...more.map(square(n))];
}

/** Those of any shape: the paths QR and Q3, then the kinds of the tests of singular values (TESTING/EIG: dchkbd). */
export function ofShape(m: number, n: number, seed: number): Sample[] {
  const source = random(seed);
  const [U, V] = [orthogonal(source, m), orthogonal(source, n)];
  const steps = Math.min(m, n);
  const spread = 1 / ROUNDOFF;
  const values = (name: string, condition = spread) => SPECTRA[name]?.(steps, condition, source) as Float64Array;
  const diagonal = (own: Float64Array) => elements(m, n, (i, j) => (i === j ? (own[i] as number) : 0));
  const dense = (own: Float64Array) => composed(m, n, U, own, V);
  const [even, geometric, clustered] = [values("arithmetic"), values("geometric"), values("one large")];
  const uniform = elements(m, n, () => source.between(-1, 1));
  const [huge, tiny] = [Math.sqrt(MOST), Math.sqrt(LEAST)];
  const dependent = (same: (j: number) => boolean) => {
    const A = dense(values("one small", 2));
    const first = elements(m, 1, (i) => A[i * n] as number);
    return elements(m, n, (i, j) => (same(j) ? (first[i] as number) : (A[i * n + j] as number)));
  };
  const more: Readonly<Record<string, Float64Array>> = {
    identity: diagonal(new Float64Array(steps).fill(1)),
    "diagonal, arithmetic": diagonal(even),
    "diagonal, geometric": diagonal(geometric),
    "diagonal, one large": diagonal(clustered),
    "diagonal, geometric, near √overflow": scaled(diagonal(geometric), huge),
    "diagonal, geometric, near √underflow": scaled(diagonal(geometric), tiny),
    "arithmetic, κ = 1/ε": dense(even),
    "geometric, κ = 1/ε": dense(geometric),
    "one large, κ = 1/ε": dense(clustered),
    "one small, κ = 1/ε": dense(values("one small")),
    "log-random, κ = 1/ε": dense(values("log-random")),
    "clustered at ε": dense(values("clustered at ε")),
    "arithmetic, near √overflow": scaled(dense(even), huge),
    "arithmetic, near √underflow": scaled(dense(even), tiny),
    uniform,
    "uniform, near √overflow": scaled(uniform, huge),
    "uniform, near √underflow": scaled(uniform, tiny),
    bidiagonal: elements(m, n, (i, j) => (j === i || j === i + 1 ? spread ** (-2 * source.uniform()) * source.between(-1, 1) : 0)),
    "first half of the columns equal": dependent((j) => j < n / 2),
    "last half of the columns equal": dependent((j) => j >= n / 2),
    "every second column equal": dependent((j) => j % 2 === 0),
    "middle row 0": elements(m, n, (i, j) => (i === m >> 1 ? 0 : (uniform[i * n + j] as number))),
    "middle column 0": elements(m, n, (i, j) => (j === n >> 1 ? 0 : (uniform[i * n + j] as number))),
  };
  return [
    ...rectangular(random(seed), m, n).map(({ name, A }): Sample => ({ type: name, m, n, A })),
    ...Object.entries(more).map(([type, A]): Sample => ({ type, m, n, A })),
  ];
}
