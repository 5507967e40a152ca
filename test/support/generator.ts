/** A seeded source of numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform on [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number;
  /** Uniform on [from, to). */
  between(from: number, to: number): number;
  /** A whole number from `from` to `to`, both included; never −0. */
  integer(from: number, to: number): number;
  /** Normal with mean 0 and deviation 1. */
  normal(): number;
}

/** sfc32. Source: C. Doty-Humphrey, PractRand; the seed fills one word, the first 20 outputs are discarded. */
export function random(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 20; i++) next();
  const uniform = (): number => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  return {
    uniform,
    between: (from, to) => from + (to - from) * uniform(),
    integer: (from, to) => from + Math.floor((to - from + 1) * uniform()),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

export function integers(source: Random, length: number, from: number, to: number): Float64Array {
  return Float64Array.from({ length }, () => source.integer(from, to));
}

export function normals(source: Random, length: number): Float64Array {
  return Float64Array.from({ length }, () => source.normal());
}

/** A random orthogonal matrix, n × n: the product of n reflections I − 2vvᵀ/vᵀv along normal vectors of lengths 1 … n. */
export function orthogonal(source: Random, n: number): Float64Array {
  const Q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) Q[i * n + i] = 1;
  for (let first = 0; first < n; first++) {
    const v = new Float64Array(n);
    for (let k = first; k < n; k++) v[k] = source.normal();
    const square = v.reduce((sum, x) => sum + x * x, 0);
    for (let i = 0; i < n; i++) {
      const row = Q.subarray(i * n, (i + 1) * n);
      let along = 0;
      for (let k = first; k < n; k++) along += (row[k] as number) * (v[k] as number);
      const factor = (2 * along) / square;
      for (let k = first; k < n; k++) row[k] = (row[k] as number) - factor * (v[k] as number);
    }
  }
  return Q;
}
