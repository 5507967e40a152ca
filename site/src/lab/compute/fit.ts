import * as mercer from "mercer";
import type { LabState } from "../model/state";
import { descentFit } from "./descent";
import { type Grid, gridOf, inputsOf } from "./grid";
import { kernelOf } from "./kernel";
import type { FitResult } from "./messages";
import { reportLines } from "./report";
import { twinOf } from "./twin";

/** What a route to a function gives to draw. */
export interface Fitted {
  readonly model: mercer.Model;
  readonly mean: Float64Array;
  readonly atPoints: Float64Array;
  readonly lower?: Float64Array;
  readonly upper?: Float64Array;
  readonly rival?: Float64Array;
  readonly rivalName?: string;
  readonly largestStep?: number;
}

/** Everything that a route needs. */
export interface Job {
  readonly state: LabState;
  readonly kernel: mercer.Kernel;
  readonly X: mercer.Matrix;
  readonly y: Float64Array;
  readonly grid: Grid;
  readonly watch: mercer.WatchOptions;
}

/** How often a new measurement is to lie in the band. */
export const COVERAGE = 0.9;

export function jobOf(state: LabState, fine: boolean, watch: mercer.WatchOptions): Job {
  return { state, kernel: kernelOf(state.kernel), ...inputsOf(state), grid: gridOf(state, fine), watch };
}

/** The function that the state asks for, drawn on the grid; its parts are copies that may be sent away. */
export function fitOf(job: Job): { readonly result: FitResult; readonly fitted: Fitted } {
  const fitted = byMethod(job);
  const { report } = fitted.model;
  return {
    fitted,
    result: {
      columns: job.grid.columns,
      rows: job.grid.rows,
      mean: fitted.mean,
      lower: fitted.lower ?? null,
      upper: fitted.upper ?? null,
      rival: fitted.rival ?? null,
      rivalName: fitted.rivalName ?? "",
      atPoints: fitted.atPoints,
      alpha: alphaOf(fitted.model),
      report: reportLines(report),
      warnings: report.warnings,
      reason: report.reason,
      record: report.record && { steps: report.record.steps, losses: report.record.losses },
      diverging: report.diverging,
      step: report.step,
      largestStep: fitted.largestStep ?? null,
      twin: twinOf(job, fitted),
    },
  };
}

function byMethod(job: Job): Fitted {
  switch (job.state.method) {
    case "ridge":
      return ridge(job);
    case "process":
      return process(job);
    case "descent":
      return descentFit(job);
    case "vectors":
      return vectors(job);
    case "classifier":
      return classifier(job);
    default:
      return job.state.method satisfies never;
  }
}

function ridge({ state, kernel, X, y, grid, watch }: Job): Fitted {
  const estimator = mercer.kernelRidge({ kernel, lambda: state.lambda, intercept: state.intercept });
  const model = mercer.fit(estimator, X, y, watch);
  const asked = { coverage: COVERAGE, method: "jackknife+", ...watch } as const;
  const found = state.band === "jackknife+" ? mercer.predictInterval(estimator, X, y, grid.Z, asked) : {};
  return { model, mean: mercer.predict(model, grid.Z), atPoints: mercer.predict(model, X), ...found };
}

function process({ state, kernel, X, y, grid, watch }: Job): Fitted {
  const trend = state.intercept ? "constant" : "none";
  const model = mercer.fit(mercer.gaussianProcess({ kernel, noise: state.lambda, trend }), X, y, watch);
  const { mean, variance } = mercer.predictDistribution(model, grid.Z, { noise: true });
  const width = mercer.normalQuantile((1 + COVERAGE) / 2);
  const at = (sign: number): Float64Array => mean.map((value, i) => value + sign * width * Math.sqrt(variance[i] as number));
  const band = state.band === "none" ? {} : { lower: at(-1), upper: at(1) };
  return { model, mean, atPoints: mercer.predict(model, X), ...band };
}

function vectors({ state, kernel, X, y, grid, watch }: Job): Fitted {
  const { lambda, epsilon, intercept } = state;
  const model = mercer.fit(mercer.supportVectorRegression({ kernel, lambda, epsilon, intercept }), X, y, watch);
  const mean = mercer.predict(model, grid.Z);
  return { model, mean, atPoints: mercer.predict(model, X), lower: mean.map((v) => v - epsilon), upper: mean.map((v) => v + epsilon) };
}

function classifier({ state, kernel, X, y, grid, watch }: Job): Fitted {
  const { lambda, loss, intercept } = state;
  const labels = Array.from(y, (value) => (value > 0 ? 1 : -1));
  const model = mercer.fit(mercer.kernelClassifier({ kernel, lambda, loss, intercept }), X, labels, watch);
  // two classes have one function, as one column
  return { model, mean: firstColumn(mercer.decision(model, grid.Z)), atPoints: firstColumn(mercer.decision(model, X)) };
}

function firstColumn(values: mercer.Matrix | Float64Array): Float64Array {
  if (values instanceof Float64Array) return values;
  return Float64Array.from({ length: values.rows }, (_, i) => values.data[i * values.cols] as number);
}

/** The weights of the points. */
export function alphaOf(model: mercer.Model): Float64Array {
  if (!("coefficients" in model)) return new Float64Array();
  const { coefficients } = model;
  return coefficients instanceof Float64Array ? coefficients.slice() : firstColumn(coefficients);
}
