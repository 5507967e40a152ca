import type { Classification, Large, Points, Process, Regression } from "../data.ts";

/** What an implementation is asked to do; it crosses to another process as data. */
export type Work = Algebra | Learning | ProcessWork | Selection;

export type Algebra =
  | { readonly operation: "product"; readonly n: number; readonly a: Float64Array; readonly b: Float64Array }
  | { readonly operation: "selfProduct"; readonly n: number; readonly d: number; readonly x: Float64Array }
  | { readonly operation: "lu" | "ldl"; readonly n: number; readonly a: Float64Array; readonly b: Float64Array }
  | { readonly operation: "cholesky" | "qr" | "eigh"; readonly n: number; readonly a: Float64Array };

export type Learning =
  | { readonly operation: "leastSquares"; readonly m: number; readonly n: number; readonly a: Float64Array; readonly b: Float64Array }
  | { readonly operation: "gram"; readonly points: Points }
  | { readonly operation: "fit"; readonly problem: Regression; readonly solver?: "cholesky" }
  | LargeFit
  | Landmarks
  | Prediction
  | Descent
  | { readonly operation: "kernelDescent"; readonly problem: Regression; readonly step: number; readonly iterations: number }
  | { readonly operation: "machine"; readonly problem: Classification; readonly tolerance: number };

/** K by tiles, kept as its lower triangle, as a whole with its Cholesky factor, or as that factor alone in single precision, which corrections make exact. */
export type Storage = "tiles" | "triangle" | "whole" | "single factor";

/** Where K is not there as a whole, α to within a proven tolerance in deviations of y. */
export interface LargeFit {
  readonly operation: "largeFit";
  readonly problem: Large;
  readonly storage: Storage;
  readonly tolerance: number;
}

/** A fit on so many landmarks, chosen among the points; the result are predictions at z. */
export interface Landmarks {
  readonly operation: "landmarks";
  readonly problem: Regression;
  readonly count: number;
  readonly z: Float64Array;
}

/** At all points z in one call, or at one of them a call, in turns. */
export interface Prediction {
  readonly operation: "predict" | "predictor";
  readonly problem: Regression;
  /** of the model, for those that do not fit it themselves */
  readonly alpha: Float64Array;
  readonly z: Float64Array;
}

/** `steps` steps of length s on a Gram matrix that is there already. */
export interface Descent {
  readonly operation: "descent";
  readonly n: number;
  readonly k: Float64Array;
  readonly y: Float64Array;
  readonly step: number;
  readonly steps: number;
}

/** Of a Gaussian process; a map is a fit and the variances. */
export type ProcessWork =
  | { readonly operation: "processFit" | "likelihood"; readonly problem: Process }
  | { readonly operation: "variance" | "map"; readonly problem: Process; readonly z: Float64Array };

export type Selection = { readonly operation: "lambdaPath"; readonly problem: Regression; readonly lambdas: Float64Array } | Comparing;

/** A logistic fit for each λ, on the same folds. */
export interface Comparing {
  readonly operation: "comparison";
  readonly problem: Classification;
  readonly lambdas: Float64Array;
  readonly folds: number;
}
