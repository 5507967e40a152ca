import { useMemo } from "preact/hooks";
import type { FitResult } from "../compute/messages";
import type { LabState } from "../model/state";
import { chosen, fit, lit, state } from "../store";
import { theme } from "../theme";
import { Dots } from "./dots";
import { Field, levelsBetween, rangeOf } from "./field";
import { scalesOf } from "./places";
import { areaBetween, lineThrough, Plot, type Scale, shortNumber } from "./plot";
import { sequential } from "./ramp";

const WIDTH = 420;
const HEIGHT = 300;
const CUT = 190;

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

/** The band of a function of two features: its width as a map, and a cut through it from left to right. */
export function BandView() {
  const now = state.value;
  const found = fit.value;
  const frame = now?.frame;
  const { x, y } = useMemo(() => scalesOf(frame ?? [0, 1, 0, 1], WIDTH, HEIGHT), [frame]);
  if (!now || !isBanded(now, found)) return <p class="empty">…</p>;
  const row = rowOf(now, found.rows);
  return (
    <div>
      <Plot
        name="band"
        width={WIDTH}
        height={HEIGHT}
        x={x}
        y={y}
        label="Half the width of the band over both features"
        xLabel="x₁"
        yLabel="x₂"
      >
        <Width x={x} y={y} found={found} />
        <Dots now={now} x={x} y={y} />
        <line
          class="rule now"
          x1={x.range()[0]}
          x2={x.range()[1]}
          y1={y(heightOf(now, found.rows, row))}
          y2={y(heightOf(now, found.rows, row))}
        />
      </Plot>
      <Cut now={now} found={found} row={row} />
    </div>
  );
}

function Width({ x, y, found }: { readonly x: Scale; readonly y: Scale; readonly found: Banded }) {
  const dark = theme.value === "dark";
  const lattice = useMemo(
    () => ({ columns: found.columns, rows: found.rows, values: found.upper.map((value, i) => (value - (found.lower[i] as number)) / 2) }),
    [found],
  );
  const [low, high] = useMemo(() => rangeOf(lattice.values), [lattice]);
  const levels = useMemo(() => levelsBetween([low, high], 5), [low, high]);
  // from nothing, so that a band of one width is of one colour
  const color = useMemo(() => (value: number) => sequential((0.9 * value) / (high || 1), dark), [high, dark]);
  return <Field {...{ x, y, lattice, color, levels }} />;
}

/** The row of cells that the cut goes through: that of the point which is lit or chosen, else the middle. */
function rowOf({ points, frame: [, , bottom, top] }: LabState, rows: number): number {
  const index = lit.value[0] ?? chosen.value;
  const at = index === null || index === undefined || index >= points.y.length ? (bottom + top) / 2 : (points.x[2 * index + 1] as number);
  return Math.min(rows - 1, Math.max(0, Math.floor((rows * (at - bottom)) / (top - bottom))));
}

function heightOf({ frame: [, , bottom, top] }: LabState, rows: number, row: number): number {
  return bottom + ((top - bottom) * (row + 0.5)) / rows;
}

/** The function along one row of cells, with its band. */
function Cut({ now, found, row }: { readonly now: LabState; readonly found: Banded; readonly row: number }) {
  const { columns } = found;
  const [left, right] = now.frame;
  const [low, high] = useMemo(() => [rangeOf(found.lower)[0], rangeOf(found.upper)[1]], [found]);
  const { x, y } = scalesOf([left, right, low, high], WIDTH, CUT);
  const xs = Array.from({ length: columns }, (_, i) => left + ((right - left) * (i + 0.5)) / columns);
  const along = (values: Float64Array): Float64Array => values.subarray(row * columns, (row + 1) * columns);
  const at = shortNumber(heightOf(now, found.rows, row));
  return (
    <div>
      <Plot name="cut" width={WIDTH} height={CUT} x={x} y={y} label={`The function and its band along x₂ = ${at}`} xLabel="x₁" yLabel="y">
        <path class="band" d={areaBetween(xs, along(found.lower), along(found.upper), x, y)} />
        <path class="curve" d={lineThrough(xs, along(found.mean), x, y)} />
      </Plot>
      <p class="hint">A cut at x₂ = {at}. Hover over a point to cut there.</p>
    </div>
  );
}
