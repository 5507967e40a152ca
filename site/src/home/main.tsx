import { render } from "preact";
import { Slider } from "../lab/controls/slider";
import { elapsed, loadPreset, state, update } from "../lab/store";
import { FitView } from "../lab/views/fit-view";
import { useWidth } from "../lab/views/use-width";

const root = document.getElementById("live");
if (root) {
  render(<Live />, root);
  void loadPreset("start");
}

/** In px; on a narrow screen the picture is higher for its width. As in home.css. */
const LEAST_HEIGHT = 240;

/** The fit of the lab with its two most telling numbers. */
function Live() {
  const now = state.value;
  const [box, drawn] = useWidth<HTMLDivElement>();
  const lengthScale = now?.kernel.parameters.lengthScale ?? 0.7;
  return (
    <div ref={box}>
      <FitView width={drawn || 580} height={Math.max(LEAST_HEIGHT, Math.round(0.6 * (drawn || 580)))} />
      <p id="fit-help" class="visually-hidden">
        Points can be dragged. By keyboard: N and P choose one, arrows move it, A adds, Delete deletes.
      </p>
      <div class="live-sliders">
        <Slider
          label="noise λ"
          value={now?.lambda ?? 0.02}
          minimum={1e-6}
          maximum={10}
          scale="log"
          onChange={(lambda, live) => update({ lambda }, live)}
        />
        <Slider
          label="width ℓ"
          value={lengthScale}
          minimum={0.05}
          maximum={6}
          scale="log"
          onChange={(lengthScale, live) => now && update({ kernel: { ...now.kernel, parameters: { lengthScale } } }, live)}
        />
      </div>
      <p class="time">
        <b>{elapsed.value.toFixed(1)} ms</b> for the last fit
      </p>
    </div>
  );
}
