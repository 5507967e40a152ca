import { orthogonal, random } from "../support/generator";
import { elements, mirrored, scaled, symmetricOf } from "./compose";
import type { Sample } from "./matrices";
import { LEAST, MOST, SPECTRA, SPREAD, withSigns } from "./spectra";

/** A symmetric matrix, and its eigenvalues where they were put in. */
export interface Symmetric extends Sample {
  readonly spectrum?: Float64Array;
}

/** The 21 types of LAPACK's tests of symmetric eigensystems (TESTING/EIG: dchkst), then those of merges that deflate, or nearly. */
export function eigenSamples(n: number, seed: number): Symmetric[] {
  const source = random(seed);
  const Q = orthogonal(source, n);
  const values = (name: string) => SPECTRA[name]?.(n, SPREAD, source) as Float64Array;
  const [even, geometric, clustered] = [values("arithmetic"), values("geometric"), values("one large")];
  const diagonal = (own: Float64Array) => elements(n, n, (i, j) => (i === j ? (own[i] as number) : 0));
  const dense = (own: Float64Array): [Float64Array, Float64Array] => [symmetricOf(n, Q, own), own];
  const [huge, tiny] = [Math.sqrt(MOST), Math.sqrt(LEAST)];
  const times = ([A, own]: [Float64Array, Float64Array], factor: number): [Float64Array, Float64Array] => [
    scaled(A, factor),
    scaled(own, factor),
  ];
  const signed = (own: Float64Array) => withSigns(own, source);
  const uniform = mirrored(
    n,
    elements(n, n, () => source.between(-1, 1)),
  );
  const types: Readonly<Record<string, readonly [A: Float64Array, spectrum?: Float64Array]>> = {
    zero: [new Float64Array(n * n), new Float64Array(n)],
    identity: [diagonal(new Float64Array(n).fill(1)), new Float64Array(n).fill(1)],
    "diagonal, arithmetic": [diagonal(signed(even))],
    "diagonal, geometric": [diagonal(signed(geometric))],
    "diagonal, one large": [diagonal(signed(clustered))],
    "diagonal, geometric, near √overflow": [scaled(diagonal(signed(geometric)), huge)],
    "diagonal, geometric, near √underflow": [scaled(diagonal(signed(geometric)), tiny)],
    arithmetic: dense(signed(even)),
    geometric: dense(signed(geometric)),
    "one large": dense(signed(clustered)),
    "arithmetic, near √overflow": times(dense(signed(even)), huge),
    "arithmetic, near √underflow": times(dense(signed(even)), tiny),
    uniform: [uniform],
    "uniform, near √overflow": [scaled(uniform, huge)],
    "uniform, near √underflow": [scaled(uniform, tiny)],
    "uniform, near overflow": [scaled(uniform, MOST / n)],
    "uniform, near underflow": [scaled(uniform, LEAST)],
    "positive, arithmetic": dense(even),
    "positive, geometric": dense(geometric),
    "positive, one large": dense(clustered),
    "positive, arithmetic, near √overflow": times(dense(even), huge),
    "positive, arithmetic, near √underflow": times(dense(even), tiny),
    "tridiagonal, dominant": [tridiagonal(geometric, (a, b) => 0.5 * source.uniform() * Math.sqrt(a * b))],
    "log-random": dense(signed(values("log-random"))),
    "one small": dense(signed(values("one small"))),
    "clustered at ε": dense(values("clustered at ε")),
    "clustered at ε, both signs": dense(signed(values("clustered at ε"))),
    "graded down": [elements(n, n, (i, j) => (uniform[i * n + j] as number) * 10 ** ((-16 * (i + j)) / n))],
    "graded up": [elements(n, n, (i, j) => (uniform[i * n + j] as number) * 10 ** ((16 * (i + j)) / n - 16))],
    "Wilkinson's W⁺": [wilkinson(n, 0)],
    ...Object.fromEntries([4, 6, 8, 10, 12, 14].map((digits) => [`glued W21⁺, 1e-${digits}`, [wilkinson(n, 10 ** -digits)] as const])),
    "Toeplitz, 1 2 1": [tridiagonal(new Float64Array(n).fill(2), () => 1)],
  };
  return Object.entries(types).map(([type, [A, spectrum]]) => ({ type, m: n, n, A, ...(spectrum ? { spectrum } : {}) }));
}

/** Copies of Wilkinson's W21⁺ along the diagonal, δ between two of them, the last cut off; one of order n for δ = 0. */
function wilkinson(n: number, glue: number): Float64Array {
  const size = glue === 0 ? n : 21;
  const diagonal = Float64Array.from({ length: n }, (_, i) => Math.abs((i % size) - (size - 1) / 2));
  return tridiagonal(diagonal, (_, __, i) => ((i + 1) % size === 0 ? glue : 1));
}

function tridiagonal(diagonal: Float64Array, beside: (a: number, b: number, i: number) => number): Float64Array {
  const n = diagonal.length;
  const off = Float64Array.from({ length: Math.max(0, n - 1) }, (_, i) => beside(diagonal[i] as number, diagonal[i + 1] as number, i));
  return elements(n, n, (i, j) => (i === j ? (diagonal[i] as number) : Math.abs(i - j) === 1 ? (off[Math.min(i, j)] as number) : 0));
}
