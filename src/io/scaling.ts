import type { Matrix, Targets } from "../matrix";
import type { Scaling, Units } from "../scaling/units";
import { type Fields, fault, nullable, type Part, readNumbers, recordOf } from "./fields";
import { targetsOf } from "./sizes";

const SCALING: Fields<Scaling> = { center: readNumbers, spread: readNumbers };
const UNITS: Fields<Units> = { X: nullable(readScaling), y: nullable(readScaling) };

export const readUnits = recordOf(UNITS);

/** A center and a spread above 0 for each column. */
function readScaling(part: Part): Scaling {
  const scaling = recordOf(SCALING)(part);
  const { center, spread } = scaling;
  if (center.length !== spread.length) throw fault(`${part.path}.spread`, `has ${spread.length} numbers, center has ${center.length}`);
  const least = spread.reduce((a, b) => Math.min(a, b));
  if (least > 0) return scaling;
  throw fault(`${part.path}.spread`, `has ${least}; a spread is above 0`);
}

/** @throws "format" unless the units are those of the points, where there are any, and of the columns of the coefficients */
export function requireUnits(units: Units | undefined, points: Matrix | null | undefined, coefficients: Targets): void {
  if (!units) return;
  const { X, y } = units;
  const t = targetsOf(coefficients);
  if (X && points === null) throw fault("$.model.scaling.X", "must be null for a precomputed kernel");
  if (X && points && X.center.length !== points.cols) {
    throw fault("$.model.scaling.X.center", `has ${X.center.length} numbers, points has ${points.cols} columns`);
  }
  if (y && y.center.length !== t) throw fault("$.model.scaling.y.center", `has ${y.center.length} numbers, there are ${t} targets`);
}
