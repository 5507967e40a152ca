import type { CalibrationCurve, Calibrator, IsotonicCalibrator, PlattCalibrator } from "../models/calibrator";
import { type Fields, fault, fieldOf, listOf, oneOf, type Part, readNumbers, readObject, recordOf } from "./fields";

const PLATT: Fields<PlattCalibrator> = { kind: oneOf("platt"), slope: readNumbers, offset: readNumbers };
const CURVE: Fields<CalibrationCurve> = { h: readNumbers, p: readNumbers };
const ISOTONIC: Fields<IsotonicCalibrator> = { kind: oneOf("isotonic"), curves: listOf(readCurve) };

export function readCalibrator(part: Part): Calibrator {
  const kind = oneOf("platt", "isotonic")(fieldOf(readObject(part), "kind"));
  return kind === "platt" ? recordOf(PLATT)(part) : recordOf(ISOTONIC)(part);
}

/** Ascending values of h, and probabilities that do not fall. */
function readCurve(part: Part): CalibrationCurve {
  const curve = recordOf(CURVE)(part);
  const { h, p } = curve;
  if (p.length !== h.length) throw fault(`${part.path}.p`, `has ${p.length} numbers, h has ${h.length}`);
  if (!h.every((value, i) => i === 0 || value > (h[i - 1] as number))) throw fault(`${part.path}.h`, "must be ascending");
  const isCurve = p.every((value, i) => value >= 0 && value <= 1 && (i === 0 || value >= (p[i - 1] as number)));
  if (!isCurve) throw fault(`${part.path}.p`, "must be probabilities that never fall");
  return curve;
}

/** @throws "format" unless there is one function for each column of decision values */
export function requireColumnsOf(calibrator: Calibrator, cols: number): void {
  const counts = calibrator.kind === "platt" ? [calibrator.slope.length, calibrator.offset.length] : [calibrator.curves.length];
  const wrong = counts.find((count) => count !== cols);
  if (wrong !== undefined) throw fault("$.model.calibrator", `has ${wrong} functions, coefficients has ${cols} columns`);
}
