import { useMemo } from "preact/hooks";
import { fit, state } from "../store";
import { Dots } from "./dots";
import { evenly, scalesOf } from "./places";
import { areaBetween, lineThrough, Plot } from "./plot";
import { Surface } from "./surface";
import { usePoints } from "./use-points";

/** The function that was found, with its band and its points: the picture in which they are moved. */
export function FitView({ width, height }: { readonly width: number; readonly height: number }) {
  const now = state.value;
  const frame = now?.frame;
  const scales = useMemo(() => scalesOf(frame ?? [0, 1, 0, 1], width, height), [frame, width, height]);
  const { x, y } = scales;
  const handlers = usePoints(x, y, width);
  if (!now) return <div class="plot" style={{ aspectRatio: `${width} / ${height}` }} />;
  const found = fit.value;
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
      label={labelOf(now.points.y.length)}
      xLabel={now.points.d === 1 ? "x" : "x₁"}
      yLabel={now.points.d === 1 ? "y" : "x₂"}
    >
      {found && now.points.d === 1 && found.rows === 1 ? <Curve x={x} y={y} /> : null}
      {found && now.points.d === 2 && found.rows > 1 ? <Surface x={x} y={y} found={found} method={now.method} /> : null}
      {now.points.d === 1 ? <Residuals /> : null}
      <Dots now={now} x={x} y={y} />
    </Plot>
  );

  function Curve({ x: across, y: up }: typeof scales) {
    const [left, right] = now?.frame ?? [0, 1];
    if (!found) return null;
    const xs = evenly(left, right, found.columns);
    return (
      <g>
        {found.lower && found.upper ? <path class="band" d={areaBetween(xs, found.lower, found.upper, across, up)} /> : null}
        {found.rival ? <path class="rival" d={lineThrough(xs, found.rival, across, up)} /> : null}
        <path class="curve" d={lineThrough(xs, found.mean, across, up)} />
      </g>
    );
  }

  function Residuals() {
    if (!now || found?.atPoints.length !== now.points.y.length || now.points.y.length > 120) return null;
    const path = now.points.x.map(
      (at, i) => `M${x(at).toFixed(1)} ${y(now.points.y[i] as number).toFixed(1)}V${clamp(y(found.atPoints[i] as number)).toFixed(1)}`,
    );
    return <path class="residuals" d={path.join("")} />;
  }
}

function clamp(value: number): number {
  return Number.isFinite(value) ? Math.max(-4000, Math.min(4000, value)) : 0;
}

function labelOf(n: number): string {
  return `The fit through ${n} points`;
}
