import type { Breakdown } from "../dense/factors";
import { mercerError } from "../errors";
import { requireFiniteModel } from "../estimators/finite-model";
import { inRawUnits, squaredUnit } from "../estimators/raw-units";
import type { GaussianProcessModel } from "../models/gaussian-process-model";
import type { KernelModel } from "../models/model";
import { NEW_GROUND } from "../problem/ground";
import { kernelPoints } from "../problem/points";
import type { Units } from "../scaling/units";
import { type GrowingGram, growingGram } from "./growing-gram";
import type { Method } from "./method";
import { below, type Rows, without } from "./rows";

/** Rows with the factor of their G, and the model of both. */
export interface GrowingFit {
  readonly ground: GrowingGram;
  size(): number;
  all(): Rows;
  append(added: Rows): void;
  /** Rows by their index, the last first. */
  remove(indices: readonly number[]): void;
  removeFirst(count: number): void;
  /** @throws "not-finite" for one that numbers cannot tell */
  model(): KernelModel | GaussianProcessModel;
}

/**
 * @param units those of the rows; null for raw ones
 * @param maxDrift the drift from which on the factor is made anew
 */
export function growingFit(method: Method, units: Units | null, maxDrift: number): GrowingFit {
  const ground = growingGram();
  let rows: Rows | null = null;
  /** Taken away since the factor was made. */
  let removed = 0;
  const all = (): Rows => rows as Rows;
  const fit: GrowingFit = {
    ground,
    all,
    size: () => all().X.rows,

    append(added) {
      const pointsOf = ({ X }: Rows) => kernelPoints(method.kernel, X, {});
      const whole = rows ? below(rows, added) : added;
      const failed = ground.append(rows && pointsOf(rows), pointsOf(added), method.noise(added));
      if (failed) throw notDefinite(method, whole, failed);
      rows = whole;
    },

    remove(indices) {
      for (const p of indices) {
        ground.remove(p);
        rows = without(all(), p);
        removed++;
      }
      if (ground.drift() <= maxDrift) return;
      const failed = ground.refactor();
      if (failed) throw notDefinite(method, all(), failed);
      removed = 0;
    },

    removeFirst(count) {
      if (count > 0) fit.remove(Array.from({ length: count }, (_, k) => count - 1 - k));
    },

    model() {
      const model = method.fit(ground, all());
      const told = removed === 0 ? "" : `; ${removed} of the rows that its factor once had were taken away by rotations`;
      const whole = { ...model, report: { ...model.report, reason: `${model.report.reason}${told}` } };
      return requireFiniteModel(units ? inRawUnits(whole, units, squaredUnit, all().X) : whole);
    },
  };
  return fit;
}

/** The error that a fit of these rows throws, which knows what to do. */
function notDefinite(method: Method, rows: Rows, { pivot, value }: Breakdown): unknown {
  try {
    method.fit(NEW_GROUND, rows);
  } catch (error) {
    return error;
  }
  const message = `K + λI is not positive definite at pivot ${pivot} of ${rows.X.rows}, by rounding; use a larger lambda`;
  return mercerError("not-positive-definite", message, { pivot, value });
}
