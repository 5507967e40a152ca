import { gram, type Kernel, type Matrix } from "../../src/entries/index";
import { condition, jacobi, plusDiagonal } from "./dense";

/** The condition number of K + λW⁻¹, by an oracle; what rounding errors of a solution are multiples of. */
export function conditionOfRidge(kernel: Kernel, X: Matrix, lambda: number, weights?: ArrayLike<number>): number {
  return condition(jacobi(plusDiagonal(gram(kernel, X), (i) => lambda / (weights?.[i] ?? 1))));
}

/** Bound of the relative error of two stable solutions of one system of n equations, in norm. */
export function solutionBound(n: number, conditionNumber: number): number {
  return 4 * n * Number.EPSILON * conditionNumber;
}

/** Everything that a call is given, frozen or kept in a copy: `check` finds whether any of it was changed. */
export function guarded<T extends Record<string, { readonly data: Float64Array } | Float64Array>>(
  inputs: T,
): { inputs: T; unchanged(): boolean } {
  const copies = Object.entries(inputs).map(([name, value]) => [name, Float64Array.from(arrayOf(value))] as const);
  return {
    inputs,
    unchanged: () =>
      copies.every(([name, copy]) => {
        const now = arrayOf(inputs[name] as T[string]);
        return now.length === copy.length && copy.every((value, i) => Object.is(value, now[i]));
      }),
  };
}

function arrayOf(value: { readonly data: Float64Array } | Float64Array): Float64Array {
  return value instanceof Float64Array ? value : value.data;
}
