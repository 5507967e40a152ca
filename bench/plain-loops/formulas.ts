import type { Kernel } from "../kernels.ts";

/** k(x_i, z_j). */
export type Formula = (x: Float64Array, i: number, z: Float64Array, j: number) => number;

/** The readable formula of a kernel of d features. */
export function formulaOf(kernel: Kernel, d: number): Formula {
  switch (kernel.kind) {
    case "linear":
      return (x, i, z, j) => innerProduct(d, x, i, z, j);
    case "polynomial":
      return (x, i, z, j) => (kernel.gamma * innerProduct(d, x, i, z, j) + kernel.coef0) ** kernel.degree;
    case "sigmoid":
      return (x, i, z, j) => Math.tanh(kernel.gamma * innerProduct(d, x, i, z, j) + kernel.coef0);
    case "cosine":
      return (x, i, z, j) => innerProduct(d, x, i, z, j) / Math.sqrt(innerProduct(d, x, i, x, i) * innerProduct(d, z, j, z, j));
    case "rbf":
      return (x, i, z, j) => Math.exp(-kernel.gamma * squaredDistance(d, x, i, z, j));
    case "ard":
      return (x, i, z, j) => Math.exp(-0.5 * scaledDistance(d, kernel.lengthScales, x, i, z, j));
    case "laplacian":
      return (x, i, z, j) => Math.exp(-kernel.gamma * manhattanDistance(d, x, i, z, j));
    case "matern":
      return (x, i, z, j) => {
        const s = Math.sqrt(2 * kernel.nu * squaredDistance(d, x, i, z, j)) / kernel.lengthScale;
        return (kernel.nu === 0.5 ? 1 : kernel.nu === 1.5 ? 1 + s : 1 + s + (s * s) / 3) * Math.exp(-s);
      };
    case "rationalQuadratic":
      return (x, i, z, j) => (1 + squaredDistance(d, x, i, z, j) / (2 * kernel.alpha * kernel.lengthScale ** 2)) ** -kernel.alpha;
    case "periodic": {
      const { period, lengthScale } = kernel;
      const wave = kernel.metric === "euclidean" ? squaredSine : squaredSines;
      return (x, i, z, j) => Math.exp((-2 * wave(period, d, x, i, z, j)) / lengthScale ** 2);
    }
    case "chi2":
      return (x, i, z, j) => Math.exp(-kernel.gamma * chiSquare(d, x, i, z, j));
    case "additiveChi2":
      return (x, i, z, j) => -chiSquare(d, x, i, z, j);
    case "allSubsets":
      return (x, i, z, j) => subsetProduct(d, x, i, z, j);
    case "anova":
      return (x, i, z, j) => triples(d, x, i, z, j);
    case "sum": {
      const [first, second] = kernel.parts.map((part) => formulaOf(part, d));
      return (x, i, z, j) => first(x, i, z, j) + second(x, i, z, j);
    }
    case "product": {
      const [first, second] = kernel.parts.map((part) => formulaOf(part, d));
      return (x, i, z, j) => first(x, i, z, j) * second(x, i, z, j);
    }
  }
}

function innerProduct(d: number, x: Float64Array, i: number, z: Float64Array, j: number): number {
  let sum = 0;
  for (let p = 0; p < d; p++) sum += x[i * d + p] * z[j * d + p];
  return sum;
}

function squaredDistance(d: number, x: Float64Array, i: number, z: Float64Array, j: number): number {
  let sum = 0;
  for (let p = 0; p < d; p++) {
    const difference = x[i * d + p] - z[j * d + p];
    sum += difference * difference;
  }
  return sum;
}

function scaledDistance(d: number, lengthScales: readonly number[], x: Float64Array, i: number, z: Float64Array, j: number): number {
  let sum = 0;
  for (let p = 0; p < d; p++) {
    const difference = (x[i * d + p] - z[j * d + p]) / lengthScales[p];
    sum += difference * difference;
  }
  return sum;
}

function manhattanDistance(d: number, x: Float64Array, i: number, z: Float64Array, j: number): number {
  let sum = 0;
  for (let p = 0; p < d; p++) sum += Math.abs(x[i * d + p] - z[j * d + p]);
  return sum;
}

function squaredSine(period: number, d: number, x: Float64Array, i: number, z: Float64Array, j: number): number {
  return Math.sin((Math.PI * Math.sqrt(squaredDistance(d, x, i, z, j))) / period) ** 2;
}

function squaredSines(period: number, d: number, x: Float64Array, i: number, z: Float64Array, j: number): number {
  let sum = 0;
  for (let p = 0; p < d; p++) sum += Math.sin((Math.PI * (x[i * d + p] - z[j * d + p])) / period) ** 2;
  return sum;
}

function chiSquare(d: number, x: Float64Array, i: number, z: Float64Array, j: number): number {
  let sum = 0;
  for (let p = 0; p < d; p++) {
    const difference = x[i * d + p] - z[j * d + p];
    const total = x[i * d + p] + z[j * d + p];
    if (total !== 0) sum += (difference * difference) / total;
  }
  return sum;
}

function subsetProduct(d: number, x: Float64Array, i: number, z: Float64Array, j: number): number {
  let value = 1;
  for (let p = 0; p < d; p++) value *= 1 + x[i * d + p] * z[j * d + p];
  return value;
}

/** Σ over three features of the product of their products, by the recurrence. */
function triples(d: number, x: Float64Array, i: number, z: Float64Array, j: number): number {
  let e1 = 0;
  let e2 = 0;
  let e3 = 0;
  for (let p = 0; p < d; p++) {
    const term = x[i * d + p] * z[j * d + p];
    e3 += term * e2;
    e2 += term * e1;
    e1 += term;
  }
  return e3;
}
