import { canonical, type Kernel } from "../../../src/entries/index";
import { contains, type Term } from "../term";
import { at, largest, type Plain, plain } from "./read";
import type { Fault, Judge } from "./types";

type Formula = (x: readonly number[], z: readonly number[]) => number;

const squareOf = (x: readonly number[], z: readonly number[]): number => Math.hypot(...x.map((value, k) => value - (z[k] as number))) ** 2;
const dotOf = (x: readonly number[], z: readonly number[]): number => x.reduce((sum, value, k) => sum + value * (z[k] as number), 0);

/** Kernels as the books have them, from the host's own functions; null for those that are not written here. */
function formulaOf(spec: Record<string, unknown>, d: number): Formula | null {
  const gamma = spec.gamma === "auto" ? 1 / d : (spec.gamma as number);
  // the differences first, which lose nothing
  const scaledSquare = (x: readonly number[], z: readonly number[]): number =>
    Math.hypot(
      ...x.map(
        (value, k) =>
          (value - (z[k] as number)) / (Array.isArray(spec.lengthScale) ? (spec.lengthScale[k] as number) : (spec.lengthScale as number)),
      ),
    ) ** 2;
  switch (spec.kind) {
    case "linear":
      return spec.metric === undefined ? dotOf : null;
    case "rbf":
      if (spec.lengthScale !== undefined) return (x, z) => Math.exp(-scaledSquare(x, z) / 2);
      if (spec.sigma !== undefined) return (x, z) => Math.exp(-squareOf(x, z) / (2 * (spec.sigma as number) ** 2));
      return (x, z) => Math.exp(-gamma * squareOf(x, z));
    case "laplacian":
      return (x, z) => Math.exp(-gamma * x.reduce((sum, value, k) => sum + Math.abs(value - (z[k] as number)), 0));
    case "matern":
      return (x, z) => {
        const r = Math.sqrt(2 * (spec.nu as number)) * Math.sqrt(scaledSquare(x, z));
        return (spec.nu === 0.5 ? 1 : spec.nu === 1.5 ? 1 + r : 1 + r + (r * r) / 3) * Math.exp(-r);
      };
    case "polynomial":
      return (x, z) => (gamma * dotOf(x, z) + (spec.coef0 as number)) ** (spec.degree as number);
    case "constant":
      return () => spec.value as number;
    default:
      return null;
  }
}

const rowOf = (A: Plain, i: number): number[] => Array.from(A.data.subarray(i * A.cols, (i + 1) * A.cols));

/** Each element within rounding of the formula; of products as many roundings as their sizes allow. */
function formulaLaw(kernel: Kernel, X: Plain, Z: Plain, K: Plain): Fault | null {
  const spec = canonical(kernel) as unknown as Record<string, unknown>;
  const formula = formulaOf(spec, X.cols);
  if (!formula || Math.max(largest(X), largest(Z)) > 1e60 || Math.max(largest(X), largest(Z)) < 1e-60) return null;
  const bounded = spec.kind === "rbf" || spec.kind === "laplacian" || spec.kind === "matern";
  for (let i = 0; i < X.rows; i++) {
    for (let j = 0; j < Z.rows; j++) {
      const [x, z] = [rowOf(X, i), rowOf(Z, j)];
      const right = formula(x, z);
      const error = Math.abs(at(K, i, j) - right);
      const size = bounded ? Math.abs(right) * (1 + Math.abs(Math.log(right || 5e-324))) + Number.MIN_VALUE * 1e9 : sizeOf(formula, x, z);
      if (!(error <= 1e-13 * (X.cols + 1) * size) && Number.isFinite(right))
        return ["a kernel's value is off", `${at(K, i, j)} for ${right}`];
    }
  }
  return null;
}

const sizeOf = (formula: Formula, x: readonly number[], z: readonly number[]): number =>
  Math.abs(formula(x.map(Math.abs), z.map(Math.abs))) * 10;

/** Laws of Gram matrices. */
export const GRAMS: Readonly<Record<string, Judge>> = {
  "mercer.gram": ({ args }, [kernel], value) => {
    const [X, Z] = [plain(args[1]), args[2] === undefined ? null : plain(args[2])];
    const K = value as Plain;
    if (!X || contains(args as Term, "function")) return null;
    if (!Z) {
      for (let i = 0; i < K.rows; i++)
        for (let j = 0; j < i; j++) if (!Object.is(at(K, i, j), at(K, j, i))) return ["a Gram matrix is not symmetric", `${i} ${j}`];
    }
    return formulaLaw(kernel as Kernel, X, Z ?? X, K);
  },
};
