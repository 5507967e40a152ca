import {
  fromBytes,
  fromJSON,
  gram,
  type Kernel,
  type KernelRidge,
  type Model,
  predict,
  toBytes,
  toJSON,
  verify,
} from "../../../src/entries/index";
import * as serving from "../../../src/entries/predict";
import { compensatedDot } from "../../support/oracles";
import { sameBits } from "../same";
import { contains, type Term } from "../term";
import { normalLaw, solutionLaw } from "./algebra";
import { asPlain, largest, type Plain, plain } from "./read";
import type { Fault, Judge } from "./types";

/** Functions of the caller's cannot be written. */
const isData = (args: readonly Term[]): boolean => !contains(args as Term, "function");

/** fromJSON(toJSON(m)) and fromBytes(toBytes(m)) are m. */
function returnLaw(model: Model): Fault | null {
  const text = JSON.stringify(toJSON(model));
  const again = fromJSON(JSON.parse(text));
  if (!sameBits(defined(again), defined(model))) return ["another model after JSON", text.slice(0, 300)];
  return sameBits(defined(fromBytes(toBytes(model))), defined(model)) ? null : ["another model after bytes", text.slice(0, 300)];
}

/** Without fields that are undefined. */
function defined(value: object): unknown {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
}

/** h(x_j) = Σ_i α_i k(x_i, x_j) + b for a model in raw units, k from `gram`. */
function predictionLaw(model: Model, X: unknown): Fault | null {
  if (model.kind !== "kernelModel" || model.points === null || model.scaling) return null;
  const K = asPlain(gram(model.kernel as Kernel, X as never, model.points)) as Plain;
  const coefficients = asPlain(model.coefficients);
  // sums in twice the digits split their terms, which may not be near the largest number
  const unit = largest(coefficients) > 2 ** 900 ? 2 ** 200 : 1;
  const alpha = { ...coefficients, data: coefficients.data.map((value) => value / unit) };
  const found = asPlain(predict(model, X as never));
  const sized = largest(coefficients) * largest(K);
  if (!(sized < 2 ** 900) || sized < 2 ** -900 || largest(K) > 2 ** 900) return null;
  for (let i = 0; i < K.rows; i++) {
    for (let j = 0; j < alpha.cols; j++) {
      const b = typeof model.intercept === "number" ? model.intercept : (model.intercept[j] as number);
      const sum = compensatedDot(
        b / unit,
        K.cols,
        (k) => K.data[i * K.cols + k] as number,
        (k) => alpha.data[k * alpha.cols + j] as number,
      );
      const right = sum * unit;
      const size = K.cols * sized + Math.abs(b);
      const error = Math.abs((found.data[i * alpha.cols + j] as number) - right);
      if (!(error <= 40 * K.cols * Number.EPSILON * size))
        return ["prediction is not Σ α k + b", `${found.data[i * alpha.cols + j]} for ${right}`];
    }
  }
  return null;
}

/** The other entry predicts the same. */
function servingLaw(model: Model, X: unknown): Fault | null {
  if (model.kind === "classifierModel" || model.kind === "gaussianProcessModel") return null;
  if (model.kind !== "linearModel" && model.points === null) return null;
  const [one, other] = [predict(model, X as never), serving.predict(model, X as never)];
  const [a, b] = [asPlain(one), asPlain(other)];
  const bound = 1e-9 * Math.max(largest(a), largest(b), spanOf(model));
  const worst = a.data.reduce((most, value, k) => Math.max(most, Math.abs(value - (b.data[k] as number))), 0);
  return worst <= bound ? null : ["mercer/predict differs", `${worst} above ${bound}`];
}

function spanOf(model: Model): number {
  const part = model.kind === "linearModel" ? model.weights : model.coefficients;
  return largest(asPlain(part));
}

/** (K + λI)α = y for ridge regression without intercept, weights and scaling, by factors of K. */
function equationsLaw({ args }: { readonly args: readonly Term[] }, built: readonly unknown[], model: Model): Fault | null {
  const [estimator, X] = built as [KernelRidge & Record<string, unknown>, unknown];
  const options = built[3] as Record<string, unknown> | undefined;
  const { kernel, lambda, intercept, standardize, solver } = estimator;
  if (
    estimator.kind !== "kernelRidge" ||
    model.kind !== "kernelModel" ||
    intercept ||
    standardize ||
    solver === "iterative" ||
    !(Number(lambda) > 0)
  )
    return null;
  if (
    options?.sampleWeight !== undefined ||
    options?.start !== undefined ||
    (kernel as Kernel).kind === "precomputed" ||
    model.points === null
  )
    return null;
  if (!/cholesky|lu|eigen/.test(model.report.solver) || model.report.warnings.length > 0) return null;
  const K = asPlain(gram(kernel as Kernel, X as never));
  const y = plain(args[2]);
  if (!y || y.rows !== K.rows) return null;
  const A = { ...K, data: K.data.map((value, k) => (k % (K.cols + 1) === 0 ? value + Number(lambda) : value)) };
  const alpha = asPlain(model.coefficients);
  // of a singular K + λI the solution of least norm, which solves as far as that goes
  return (model.report.rank ?? K.rows) < K.rows ? normalLaw(A, alpha, y) : solutionLaw("equations of the ridge", A, alpha, y, 1000);
}

function judgeFit(...[of, built, value]: Parameters<Judge>): Fault | null {
  const model = value as Model;
  const [, X, y] = built;
  if (contains(of.args as Term, "function", /bad|throws|writing|reentrant/)) return null;
  const weighted = (built[0] as { classWeight?: unknown }).classWeight;
  if (weighted !== undefined && weighted !== "equal") return predictionLaw(model, X);
  return (
    equationsLaw(of, built, model) ??
    predictionLaw(model, X) ??
    (isData(of.args) ? (servingLaw(model, X) ?? returnLaw(model)) : null) ??
    claimsLaw(model, X, y, built[3])
  );
}

/** `verify` finds nothing against a model of its own data. */
function claimsLaw(model: Model, X: unknown, y: unknown, options: unknown): Fault | null {
  const { sampleWeight, validation, start } = (options ?? {}) as Record<string, unknown>;
  if (validation !== undefined || start !== undefined || model.report.solver === "nystrom") return null;
  const { holds, claims } = verify(
    model as never,
    X as never,
    y as never,
    sampleWeight === undefined ? {} : { sampleWeight: sampleWeight as number },
  );
  const broken = claims.filter((claim) => claim.holds === false);
  return holds ? null : ["verify denies a fit", JSON.stringify(broken).slice(0, 300)];
}

/** Whether a model that is fitted within the arguments is verified on the data of its fit; a smaller case may have lost them. */
function isOfItsData([model, X, y, options]: readonly unknown[]): boolean {
  const { args: [, ownX, ownY, own] = [] } = (model ?? {}) as { args?: readonly unknown[] };
  const weightOf = (given: unknown): unknown => (given as { sampleWeight?: unknown } | undefined)?.sampleWeight;
  return JSON.stringify([ownX, ownY, weightOf(own)]) === JSON.stringify([X, y, weightOf(options)]);
}

/** Laws of models. */
export const FITS: Readonly<Record<string, Judge>> = {
  "mercer.fit": (of, built, value) => {
    try {
      return judgeFit(of, built, value);
    } catch (error) {
      // what is asked of a model may overflow, and is then told; anything else is not
      if ((error as { code?: string }).code === "not-finite") return null;
      return ["a use of the model is refused", String(error)];
    }
  },
  "mercer.verify": ({ args }, _, value) => {
    const { holds, claims } = value as { holds: boolean; claims: { holds: boolean | null }[] };
    return holds || JSON.stringify(args).includes("classWeight") || !isOfItsData(args)
      ? null
      : ["verify denies a fit", JSON.stringify(claims.filter((claim) => claim.holds === false)).slice(0, 300)];
  },
  "mercer.fromJSON": (_, [file], value) =>
    sameBits(JSON.parse(JSON.stringify(toJSON(value as Model))), JSON.parse(JSON.stringify(file))) ? null : ["another file", ""],
};
