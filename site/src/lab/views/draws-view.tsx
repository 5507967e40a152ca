import { useState } from "preact/hooks";
import { calm, views } from "../store";
import { Dots } from "./dots";
import { evenly, scalesOf } from "./places";
import { lineThrough, Plot } from "./plot";

const WIDTH = 420;
const HEIGHT = 240;

/** Functions drawn at random: as the kernel alone has them, and as they are once the points are known. */
export function DrawsView() {
  const [which, choose] = useState<"prior" | "posterior">("posterior");
  const now = calm.value?.state;
  const found = views.value;
  if (!now || !found) return <div class="plot" style={{ aspectRatio: `${WIDTH} / ${HEIGHT}` }} />;
  const shown = which === "posterior" && found.posterior ? "posterior" : "prior";
  const draws = found[shown];
  const [left, right, bottom, top] = now.frame;
  const size = draws && shown === "prior" ? draws.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * 1.1 : 0;
  const { x, y } = scalesOf(shown === "prior" ? [left, right, -size, size] : [left, right, bottom, top], WIDTH, HEIGHT);
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
      {draws && size !== Number.POSITIVE_INFINITY ? (
        <Plot name="draws" width={WIDTH} height={HEIGHT} x={x} y={y} label={`${draws.count} functions drawn from the ${shown}`}>
          {Array.from({ length: draws.count }, (_, r) => (
            <path
              key={r}
              class={`draw draw-${r}`}
              d={lineThrough(evenly(left, right, draws.columns), draws.data.subarray(r * draws.columns, (r + 1) * draws.columns), x, y)}
            />
          ))}
          {shown === "posterior" ? <Dots now={now} x={x} y={y} /> : null}
        </Plot>
      ) : (
        <p class="empty">
          {now.points.d === 2
            ? "Draws are shown for one feature."
            : "A matrix with negative eigenvalues is no covariance: there is nothing to draw from."}
        </p>
      )}
      {!found.posterior && draws ? <p class="hint">Choose the Gaussian process to draw functions that know the points.</p> : null}
    </div>
  );
}
