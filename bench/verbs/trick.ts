import type { Contest } from "../contest.ts";
import { normal, type Regression, regression } from "../data.ts";
import * as mercer from "../mercer/trick.ts";
import { distance } from "../oracle.ts";
import { N, TRICK, WEIGHTS_UP_TO } from "../trick.ts";
import { truthOf } from "../truth.ts";

/** Ridge regression on the products of all subsets of d features: by the kernel Π(1 + x_k z_k), and with its 2ᵈ features written out. */
export function* trick(): Generator<Contest<Float64Array>> {
  for (let d = 4; d <= 18; d += 2) yield allSubsets({ ...regression(N, d), kernel: { kind: "allSubsets" }, lambda: 1 });
}

function allSubsets(problem: Regression): Contest<Float64Array> {
  const { n, d } = problem;
  const z = normal(N * d, 7);
  const { h } = truthOf(problem, z);
  return {
    operation: TRICK,
    size: `n = ${n}, d = ${d}`,
    contestants: [
      mercer.byKernel(problem, z),
      mercer.writtenOut("inner products", productsOfSubsets, problem, z),
      ...(d <= WEIGHTS_UP_TO ? [mercer.writtenOut("weights", productsOfSubsets, problem, z)] : []),
    ],
    error: (result) => distance(result, h),
    tolerance: 1e-10,
  };
}

/** Π of each subset of the features, 2ᵈ of them, by one product each: those with feature k are those of the features before it, times x_k. */
function productsOfSubsets(x: Float64Array): Float64Array {
  const products = new Float64Array(2 ** x.length);
  products[0] = 1;
  for (let k = 0; k < x.length; k++) {
    const half = 2 ** k;
    for (let subset = 0; subset < half; subset++) products[half + subset] = products[subset] * x[k];
  }
  return products;
}
