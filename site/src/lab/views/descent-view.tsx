import { scaleLinear, scaleLog } from "d3-scale";
import { useContext } from "preact/hooks";
import { fit, state } from "../store";
import { lineThrough, MARGIN, Plot, shortNumber } from "./plot";
import { CardWidth } from "./use-width";

const HEIGHT = 270;

/** The loss after every step. Past the certified limit it grows without end. */
export function DescentView() {
  const found = fit.value;
  const record = found?.record;
  const width = useContext(CardWidth);
  if (!record || !found || record.steps.length < 2) return <p class="empty">Press play, or move the steps.</p>;
  const losses = record.losses.map((value) => Math.max(value, 1e-300));
  const usable = losses.filter(Number.isFinite);
  const [low, high] = [Math.min(...usable), Math.max(...usable)];
  const x = scaleLinear([0, Math.max(1, record.steps[record.steps.length - 1] as number)], [MARGIN.left, width - MARGIN.right]);
  const y = scaleLog([low / 1.2, Math.max(high * 1.2, low * 2)], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const beyond = (state.value?.stepShare ?? 0) > 1;
  return (
    <div>
      <Plot
        name="descent"
        width={width}
        height={HEIGHT}
        x={x}
        y={y}
        xLabel="step"
        yLabel="loss"
        label={`The loss over ${record.steps.length} recorded steps`}
      >
        <path class={beyond ? "curve diverging" : "curve"} d={lineThrough(record.steps, losses, x, y)} />
      </Plot>
      <p class={found.diverging ? "warning" : "hint"}>
        Step {shortNumber(found.step ?? 0)}; certified limit 1/(λ₁ + λ) = {shortNumber(found.largestStep ?? 0)}.{" "}
        {found.diverging ? "Proven: this step is beyond it, and the loss grows." : ""}
      </p>
    </div>
  );
}
