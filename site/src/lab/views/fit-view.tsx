import { useMemo } from "preact/hooks";
import type { FitResult } from "../compute/messages";
import type { LabState } from "../model/state";
import { fit, state } from "../store";
import { Dots } from "./dots";
import { evenly, scalesOf } from "./places";
import { areaBetween, lineThrough, Plot, type Scale } from "./plot";
import { Surface } from "./surface";
import { usePoints } from "./use-points";

/** Above this the lines from points to the curve hide it. */
const MOST_RESIDUALS = 120;

/** The function that was found, with its band and its points: the picture in which they are moved. */
export function FitView({ width, height }: { readonly width: number; readonly height: number }) {
  const now = state.value;
  const frame = now?.frame;
  const { x, y } = useMemo(() => scalesOf(frame ?? [0, 1, 0, 1], width, height), [frame, width, height]);
  const handlers = usePoints(x, y, width);
  if (!now) return <div class="plot" style={{ aspectRatio: `${width} / ${height}` }} />;
  const found = fit.value;
  const line = now.points.d === 1;
  const events = {
    tabindex: 0,
    role: "application" as const,
    "aria-describedby": "fit-help",
    "aria-roledescription": "picture of points",
    ...handlers,
  };
  return (
    <Plot
      name="fit"
      {...{ width, height, x, y, events }}
      label={`The fit through ${now.points.y.length} points`}
      xLabel={line ? "x" : "x₁"}
      yLabel={line ? "y" : "x₂"}
    >
      {found && line && found.rows === 1 ? <Curve x={x} y={y} found={found} /> : null}
      {found && !line && found.rows > 1 ? <Surface x={x} y={y} found={found} method={now.method} /> : null}
      {found && line ? <Residuals x={x} y={y} found={found} now={now} /> : null}
      <Dots now={now} x={x} y={y} />
    </Plot>
  );
}

interface FoundProps {
  readonly x: Scale;
  readonly y: Scale;
  readonly found: FitResult;
}

/** The curve, its band, and the one that it is compared with. */
function Curve({ x, y, found }: FoundProps) {
  const paths = useMemo(() => {
    const [left, right] = x.domain() as [number, number];
    const xs = evenly(left, right, found.columns);
    return {
      band: found.lower && found.upper ? areaBetween(xs, found.lower, found.upper, x, y) : "",
      rival: found.rival ? lineThrough(xs, found.rival, x, y) : "",
      curve: lineThrough(xs, found.mean, x, y),
    };
  }, [x, y, found]);
  return (
    <g>
      {paths.band ? <path class="band" d={paths.band} /> : null}
      {paths.rival ? <path class="rival" d={paths.rival} /> : null}
      <path class="curve" d={paths.curve} />
    </g>
  );
}

/** From every point to the curve. */
function Residuals({ x, y, found, now: { points } }: FoundProps & { readonly now: LabState }) {
  const n = points.y.length;
  if (found.atPoints.length !== n || n > MOST_RESIDUALS) return null;
  const lines = points.x.map(
    (at, i) => `M${x(at).toFixed(1)} ${y(points.y[i] as number).toFixed(1)}V${clamp(y(found.atPoints[i] as number)).toFixed(1)}`,
  );
  return <path class="residuals" d={lines.join("")} />;
}

function clamp(value: number): number {
  return Number.isFinite(value) ? Math.max(-4000, Math.min(4000, value)) : 0;
}
