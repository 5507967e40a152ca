import type { LabState } from "../model/state";

/** What the page asks of the worker: the fit alone while a point moves, all views when it rests. */
export interface Question {
  readonly id: number;
  readonly state: LabState;
  readonly all: boolean;
}

export type Answer =
  | { readonly id: number; readonly kind: "fit"; readonly fit: FitResult; readonly elapsed: number }
  | { readonly id: number; readonly kind: "views"; readonly views: ViewsResult; readonly elapsed: number }
  | { readonly id: number; readonly kind: "progress"; readonly share: number; readonly phase: string }
  | { readonly id: number; readonly kind: "failure"; readonly failure: Failure }
  /** Nothing more comes for this question. */
  | { readonly id: number; readonly kind: "end" };

export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** The function that was found, on a grid and at the points. */
export interface FitResult {
  /** On a grid over the frame: `columns` from left to right, `rows` from bottom to top; one row for one feature. */
  readonly columns: number;
  readonly rows: number;
  readonly mean: Float64Array;
  readonly lower: Float64Array | null;
  readonly upper: Float64Array | null;
  /** Another curve to compare with, and what it is. */
  readonly rival: Float64Array | null;
  readonly rivalName: string;
  readonly atPoints: Float64Array;
  readonly alpha: Float64Array;
  readonly report: ReportLine[];
  readonly warnings: readonly string[];
  readonly reason: string;
  readonly record: { readonly steps: readonly number[]; readonly losses: readonly number[] } | null;
  readonly diverging: boolean;
  readonly step: number | null;
  readonly largestStep: number | null;
  readonly twin: string | null;
}

export interface ReportLine {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

/** Everything that is drawn beside the fit. */
export interface ViewsResult {
  readonly n: number;
  readonly gram: Float32Array;
  readonly eigenvalues: Float64Array;
  readonly tolerance: number;
  readonly rank: number;
  readonly conditionNumber: number;
  readonly explanation: string;
  readonly causes: readonly string[];
  readonly interpolates: boolean | null;
  readonly attainableLoss: number | null;
  readonly suggestedLambda: number;
  readonly witness: { readonly q: Float64Array; readonly value: number } | null;
  readonly duplicates: readonly (readonly [number, number])[];
  readonly path: PathResult | null;
  readonly pathFailure: string;
  readonly prior: Draws | null;
  readonly posterior: Draws | null;
  readonly claims: readonly { readonly claim: string; readonly holds: boolean | null; readonly reason: string }[];
  readonly json: string;
}

export interface PathResult {
  readonly lambdas: Float64Array;
  readonly looError: Float64Array;
  readonly gcv: Float64Array;
  readonly likelihood: Float64Array;
  readonly effectiveDimension: Float64Array;
  readonly best: { readonly leaveOneOut: number; readonly gcv: number; readonly marginalLikelihood: number };
}

/** Functions drawn at random, one after the other, each on a grid as that of the fit. */
export interface Draws {
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  readonly data: Float64Array;
}
