import { useContext, useMemo, useState } from "preact/hooks";
import type { Draws } from "../compute/messages";
import type { LabState } from "../model/state";
import { calm, views } from "../store";
import { theme } from "../theme";
import { Dots } from "./dots";
import { Field, levelsBetween, rangeOf } from "./field";
import { evenly, scalesOf } from "./places";
import { lineThrough, Plot } from "./plot";
import { diverging, sequential } from "./ramp";
import { CardWidth } from "./use-width";

const HEIGHT = 240;
/** More points than that would hide the functions. */
const CROWDED = 60;

type Which = "prior" | "posterior";

/** Functions drawn at random: as the kernel alone has them, and as they are once the points are known. */
export function DrawsView() {
  const [which, choose] = useState<Which>("posterior");
  const now = calm.value?.state;
  const found = views.value;
  if (!now || !found) return <div class="plot" style={{ height: HEIGHT }} />;
  const shown = which === "posterior" && found.posterior ? "posterior" : "prior";
  const draws = found[shown];
  return (
    <div>
      <fieldset class="tabs">
        <legend class="visually-hidden">Draws</legend>
        {(["prior", "posterior"] as const).map((name) => (
          <button key={name} type="button" aria-pressed={shown === name} disabled={!found[name]} onClick={() => choose(name)}>
            {name === "prior" ? "Before the points" : "After the points"}
          </button>
        ))}
      </fieldset>
      {draws ? (
        draws.rows === 1 ? (
          <Curves now={now} draws={draws} shown={shown} />
        ) : (
          <Maps now={now} draws={draws} shown={shown} />
        )
      ) : (
        <p class="empty">A matrix with negative eigenvalues is no covariance: there is nothing to draw from.</p>
      )}
      {!found.posterior && draws ? <p class="hint">Choose the Gaussian process to draw functions that know the points.</p> : null}
    </div>
  );
}

interface DrawsProps {
  readonly now: LabState;
  readonly draws: Draws;
  readonly shown: Which;
}

/** All draws in one picture. */
function Curves({ now, draws, shown }: DrawsProps) {
  const width = useContext(CardWidth);
  const [left, right, bottom, top] = now.frame;
  const size = 1.1 * magnitudeOf(draws);
  const { x, y } = scalesOf(shown === "prior" ? [left, right, -size, size] : [left, right, bottom, top], width, HEIGHT);
  return (
    <Plot name="draws" width={width} height={HEIGHT} x={x} y={y} label={`${draws.count} functions drawn from the ${shown}`}>
      {Array.from({ length: draws.count }, (_, r) => (
        <path key={r} class={`draw draw-${r}`} d={lineThrough(evenly(left, right, draws.columns), drawOf(draws, r), x, y)} />
      ))}
      {shown === "posterior" ? <Dots now={now} x={x} y={y} small={now.points.y.length > CROWDED} /> : null}
    </Plot>
  );
}

/** A map for each draw, all in the same colours. */
function Maps({ now, draws, shown }: DrawsProps) {
  const dark = theme.value === "dark";
  const [low, high] = useMemo(() => rangeOf(draws.data), [draws]);
  const size = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const isPrior = shown === "prior";
  const color = useMemo(
    () => (value: number) => (isPrior ? diverging(value / size, dark) : sequential((value - low) / (high - low || 1), dark)),
    [isPrior, size, low, high, dark],
  );
  const levels = useMemo(() => levelsBetween(isPrior ? [-size, size] : [low, high], 5), [isPrior, size, low, high]);
  return (
    <div class="maps">
      {Array.from({ length: draws.count }, (_, r) => (
        <DrawnMap key={r} {...{ now, draws, shown, color, levels }} index={r} />
      ))}
    </div>
  );
}

interface MapProps extends DrawsProps {
  readonly index: number;
  readonly color: (value: number) => readonly [number, number, number];
  readonly levels: readonly number[];
}

const SMALL = { width: 200, height: 150 } as const;

function DrawnMap({ now, draws, shown, index, color, levels }: MapProps) {
  const { x, y } = useMemo(() => bareScales(now, SMALL.width, SMALL.height), [now]);
  const lattice = useMemo(() => ({ columns: draws.columns, rows: draws.rows, values: drawOf(draws, index) }), [draws, index]);
  return (
    <Plot
      name={index === 0 ? "draws" : `draws-${index}`}
      {...SMALL}
      x={x}
      y={y}
      label={`Function ${index + 1} of ${draws.count} drawn from the ${shown}`}
      bare
    >
      <Field {...{ x, y, lattice, color, levels }} />
      {shown === "posterior" ? <Dots now={now} x={x} y={y} small /> : null}
    </Plot>
  );
}

/** Scales of a picture without axes. */
function bareScales({ frame: [left, right, bottom, top] }: LabState, width: number, height: number): ReturnType<typeof scalesOf> {
  const { x, y } = scalesOf([left, right, bottom, top], width, height);
  return { x: x.copy().range([0, width]), y: y.copy().range([height, 0]) };
}

function drawOf({ columns, rows, data }: Draws, index: number): Float64Array {
  return data.subarray(index * columns * rows, (index + 1) * columns * rows);
}

function magnitudeOf({ data }: Draws): number {
  const [low, high] = rangeOf(data);
  return Math.max(Math.abs(low), Math.abs(high)) || 1;
}
