import { mercerError } from "../../errors";
import { explicitMap, type FeatureMap, resolveFeatures } from "../../kernels/features";
import { someKernel } from "../../kernels/parts";
import { readKernel } from "../../kernels/read";
import { seenPoint } from "../../kernels/seen-point";
import type { Matrix } from "../../matrix";
import { exponentOf } from "../../matrix/powers-of-two";
import type { Builder, Value } from "./builder";

/** Factors of all monomials together: a graph has a node for each place among them, and an index for each factor. */
const MOST_FACTORS = 2 ** 22;

/**
 * Φ(Z)·W for features that are monomials, c Π x_k^e_k. The map itself tells them: φ(1, …, 1) is c, and with a 2 in the place k it is 2^e_k c.
 *
 * @throws "kernel" for features that are no monomials; "shape" unless there are as many as weights
 */
export function combinedFeatures(to: Builder, features: FeatureMap, Z: Value, d: number, W: Matrix): Value {
  const { weights, factors } = monomialsOf(features, d);
  if (weights.length !== W.rows) {
    const message = `${d} columns make ${weights.length} features, the model has ${W.rows} weights; give the option features its number of columns`;
    throw mercerError("shape", message, { argument: "features" });
  }
  const most = factors.reduce((longest, { length }) => Math.max(longest, length), 1);
  if (most * W.rows > MOST_FACTORS)
    throw mercerError("kernel", `${W.rows} features of degree ${most} are too many for a graph; use the kernel itself`);
  // a column of ones stands in for factors that are missing
  const withOnes = to.node("Concat", [Z, to.filled(1, Z, 1)], { axis: 1 });
  const places = Array.from({ length: most }, (_, at) =>
    to.columns(
      withOnes,
      factors.map((list) => list[at] ?? d),
    ),
  );
  const weighted = W.data.map((value, at) => value * (weights[Math.floor(at / W.cols)] as number));
  return to.product(places.reduce(to.multiply), to.numbers(weighted, [W.rows, W.cols]));
}

/** c of every monomial, and the columns that it multiplies, each as often as it does. */
function monomialsOf(
  features: FeatureMap,
  d: number,
): { readonly weights: Float64Array; readonly factors: readonly (readonly number[])[] } {
  const kind = typeof features === "function" ? "function" : notMonomial(features);
  if (kind)
    throw mercerError("kernel", `features of kind "${kind}" are no monomials, which are all that a graph of ONNX is made of here`, {
      kind,
    });
  const at = (place: number): Float64Array => Float64Array.from({ length: d }, (_, k) => (k === place ? 2 : 1));
  const sample = seenPoint(at(-1));
  const { map } = explicitMap(resolveFeatures(features, sample), sample);
  const weights = map(sample).slice();
  const factors = Array.from(weights, (): number[] => []);
  for (let k = 0; k < d; k++) {
    map(seenPoint(at(k))).forEach((value, m) => {
      const weight = weights[m] as number;
      const exponent = weight === 0 ? 0 : exponentOf(value / weight);
      for (let e = 0; e < exponent; e++) factors[m]?.push(k);
    });
  }
  return { weights, factors };
}

/** The part of a kernel whose features are no monomials. */
function notMonomial(features: Exclude<FeatureMap, (...of: never) => unknown>): string | null {
  const kernel = readKernel(features);
  return (
    ["cosine", "normalized", "fromFeatures", "mapped", "multiplier"].find((kind) => someKernel(kernel, (part) => part.kind === kind)) ??
    null
  );
}
