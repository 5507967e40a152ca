import { useContext, useMemo } from "preact/hooks";
import type { FitResult } from "../compute/messages";
import type { LabState } from "../model/state";
import { chosen, fit, lit, state } from "../store";
import { theme } from "../theme";
import { Dots } from "./dots";
import { Field, levelsBetween, rangeOf } from "./field";
import { Legend } from "./legend";
import { scalesOf } from "./places";
import { areaBetween, lineThrough, Plot, type Scale, shortNumber } from "./plot";
import { sequential } from "./ramp";
import { CardWidth } from "./use-width";

const HEIGHT = 300;

/** A fit that has a band. */
interface Banded extends FitResult {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Whether there is a band over two features; that of support vectors is as wide everywhere, and shows nothing. */
export function isBanded(now: LabState | null, found: FitResult | null): found is Banded {
  return (
    now?.points.d === 2 && now.method !== "vectors" && found !== null && found.rows > 1 && found.lower !== null && found.upper !== null
  );
}

/** Half the width of the band of a function of two features, as a map; the line is where the cut goes. */
export function BandView() {
  const now = state.value;
  const found = fit.value;
  const frame = now?.frame;
  const width = useContext(CardWidth);
  const { x, y } = useMemo(() => scalesOf(frame ?? [0, 1, 0, 1], width, HEIGHT), [frame, width]);
  if (!now || !isBanded(now, found)) return <p class="empty">…</p>;
  const at = y(heightOf(now, found.rows));
  const name = "Half the width of the band over both features";
  return (
    <div>
      <Plot name="band" width={width} height={HEIGHT} x={x} y={y} label={name} xLabel="x₁" yLabel="x₂">
        <Width x={x} y={y} found={found} />
        <Dots now={now} x={x} y={y} />
        <line class="rule now" x1={x.range()[0]} x2={x.range()[1]} y1={at} y2={at} />
      </Plot>
      <WidthLegend found={found} />
    </div>
  );
}

/** How far along the colours the widest place of the band is. */
const WIDEST = 0.9;

function Width({ x, y, found }: { readonly x: Scale; readonly y: Scale; readonly found: Banded }) {
  const dark = theme.value === "dark";
  const lattice = useMemo(() => ({ columns: found.columns, rows: found.rows, values: halfWidths(found) }), [found]);
  const [low, high] = useMemo(() => rangeOf(lattice.values), [lattice]);
  const levels = useMemo(() => levelsBetween([low, high], 5), [low, high]);
  // from nothing, so that a band of one width is of one colour
  const color = useMemo(() => (value: number) => sequential((WIDEST * value) / (high || 1), dark), [high, dark]);
  return <Field {...{ x, y, lattice, color, levels }} />;
}

function WidthLegend({ found }: { readonly found: Banded }) {
  const [low, high] = useMemo(() => rangeOf(halfWidths(found)), [found]);
  return <Legend what="half the width" low={low} high={high} shares={[(WIDEST * low) / (high || 1), WIDEST]} />;
}

function halfWidths({ lower, upper }: Banded): Float64Array {
  return upper.map((value, i) => (value - (lower[i] as number)) / 2);
}

/** The row of cells that the cut goes through: that of the point which is lit or chosen, else the middle. */
function rowOf({ points, frame: [, , bottom, top] }: LabState, rows: number): number {
  const index = lit.value[0] ?? chosen.value;
  const at = index === null || index === undefined || index >= points.y.length ? (bottom + top) / 2 : (points.x[2 * index + 1] as number);
  return Math.min(rows - 1, Math.max(0, Math.floor((rows * (at - bottom)) / (top - bottom))));
}

/** The second feature in the middle of that row. */
function heightOf(now: LabState, rows: number): number {
  const [, , bottom, top] = now.frame;
  return bottom + ((top - bottom) * (rowOf(now, rows) + 0.5)) / rows;
}

/** The function along one row of cells, with its band. */
export function CutView() {
  const now = state.value;
  const found = fit.value;
  const width = useContext(CardWidth);
  const [low, high] = useMemo(() => (found?.lower && found.upper ? [rangeOf(found.lower)[0], rangeOf(found.upper)[1]] : [0, 1]), [found]);
  if (!now || !isBanded(now, found)) return <p class="empty">…</p>;
  const { columns } = found;
  const [left, right] = now.frame;
  const { x, y } = scalesOf([left, right, low, high], width, HEIGHT);
  const xs = Array.from({ length: columns }, (_, i) => left + ((right - left) * (i + 0.5)) / columns);
  const start = rowOf(now, found.rows) * columns;
  const along = (values: Float64Array): Float64Array => values.subarray(start, start + columns);
  const at = shortNumber(heightOf(now, found.rows));
  return (
    <div>
      <Plot name="cut" width={width} height={HEIGHT} x={x} y={y} label={`The function and its band at x₂ = ${at}`} xLabel="x₁" yLabel="y">
        <path class="band" d={areaBetween(xs, along(found.lower), along(found.upper), x, y)} />
        <path class="curve" d={lineThrough(xs, along(found.mean), x, y)} />
      </Plot>
      <p class="readout">at x₂ = {at}</p>
    </div>
  );
}
