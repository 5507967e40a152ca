import { useMemo } from "preact/hooks";
import type { FitResult } from "../compute/messages";
import type { Method } from "../model/state";
import { theme } from "../theme";
import { Field, levelsBetween, rangeOf } from "./field";
import type { Scale } from "./plot";
import { diverging, sequential } from "./ramp";

interface SurfaceProps {
  readonly x: Scale;
  readonly y: Scale;
  readonly found: FitResult;
  readonly method: Method;
}

/** Of a classifier: both margins, and the border between the classes. */
const MARGINS = [-1, 0, 1];

/** The fit as a map; of a classifier the border is heavier. */
export function Surface({ x, y, found, method }: SurfaceProps) {
  const dark = theme.value === "dark";
  const isClassifier = method === "classifier";
  const lattice = useMemo(() => ({ columns: found.columns, rows: found.rows, values: found.mean }), [found]);
  const [low, high] = useMemo(() => rangeOf(found.mean), [found]);
  const levels = useMemo(() => (isClassifier ? MARGINS : levelsBetween([low, high], 9)), [isClassifier, low, high]);
  const color = useMemo(
    () => (value: number) => (isClassifier ? diverging(Math.tanh(value), dark) : sequential((value - low) / (high - low || 1), dark)),
    [isClassifier, low, high, dark],
  );
  return <Field {...{ x, y, lattice, color, levels }} {...(isClassifier ? { border: 0 } : {})} />;
}
