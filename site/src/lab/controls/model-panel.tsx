import { useEffect } from "preact/hooks";
import { type Band, type ClassifierLoss, kept, type LabState, type Method } from "../model/state";
import { fit, playing, state, update, views } from "../store";
import { Slider } from "./slider";

const METHODS: readonly { readonly method: Method; readonly name: string }[] = [
  { method: "ridge", name: "Ridge" },
  { method: "process", name: "Gaussian process" },
  { method: "descent", name: "Descent" },
  { method: "vectors", name: "Support vectors" },
  { method: "classifier", name: "Classifier" },
];
const SPEED = 60;

/** What is minimised, and its numbers. */
export function ModelPanel() {
  const now = state.value;
  if (!now) return null;
  return (
    <section class="panel" aria-labelledby="model-title">
      <h2 id="model-title">Model</h2>
      <div class="choices" role="radiogroup" aria-label="Method">
        {METHODS.map(({ method, name }) => (
          <label key={method}>
            <input type="radio" name="method" checked={now.method === method} onChange={() => update(choiceOf(now, method))} />
            <span>{name}</span>
          </label>
        ))}
      </div>
      <Slider
        label={now.method === "process" ? "λ, the variance of the noise" : "λ"}
        value={now.lambda}
        minimum={now.method === "vectors" || now.method === "classifier" ? 1e-4 : 1e-8}
        maximum={100}
        scale="log"
        zero={now.method === "ridge" || now.method === "descent"}
        onChange={(lambda, live) => update({ lambda }, live)}
      />
      {views.value?.path && (now.method === "ridge" || now.method === "process") ? (
        <button type="button" class="wide" onClick={() => update({ lambda: kept(bestOf(now)) })}>
          Best λ
        </button>
      ) : null}
      {now.method === "descent" ? <Descent now={now} /> : null}
      {now.method === "vectors" ? (
        <Slider
          label="ε, half the tube"
          value={now.epsilon}
          minimum={0.01}
          maximum={2}
          scale="log"
          onChange={(epsilon, live) => update({ epsilon }, live)}
        />
      ) : null}
      {now.method === "classifier" ? <Loss now={now} /> : null}
      {now.method === "ridge" || now.method === "process" ? <BandChoice now={now} /> : null}
      {now.method === "descent" ? null : (
        <label class="check">
          <input type="checkbox" checked={now.intercept} onChange={(event) => update({ intercept: event.currentTarget.checked })} />a
          constant besides
        </label>
      )}
    </section>
  );
}

function choiceOf(now: LabState, method: Method): Partial<LabState> {
  playing.value = false;
  const needsPositive = method === "vectors" || method === "classifier";
  const band: Band = method === "process" ? "gaussian" : "none";
  const points =
    method === "classifier" && now.method !== "classifier"
      ? { points: { ...now.points, y: now.points.d === 2 ? signs(now.points.y) : now.points.y } }
      : {};
  return {
    method,
    band,
    ...points,
    ...(needsPositive && now.lambda < 1e-4 ? { lambda: 1e-4 } : {}),
    ...(method === "process" && now.lambda === 0 ? { lambda: 1e-8 } : {}),
  };
}

/** Two classes by the middle of the targets. */
function signs(y: readonly number[]): number[] {
  const middle = y.slice().sort((a, b) => a - b)[Math.floor(y.length / 2)] as number;
  return y.map((value) => (value >= middle ? 1 : -1));
}

function bestOf({ method, lambda }: LabState): number {
  const best = views.value?.path?.best;
  return (method === "process" ? best?.marginalLikelihood : best?.leaveOneOut) ?? lambda;
}

function BandChoice({ now }: { readonly now: LabState }) {
  const name = now.method === "process" ? "gaussian" : "jackknife+";
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={now.band === name}
        onChange={(event) => update({ band: event.currentTarget.checked ? name : "none" })}
      />
      90 % band, {now.method === "process" ? "Gaussian" : "jackknife+"}
    </label>
  );
}

function Loss({ now }: { readonly now: LabState }) {
  return (
    <label class="field">
      <span>loss</span>
      <select value={now.loss} onChange={(event) => update({ loss: event.currentTarget.value as ClassifierLoss })}>
        <option value="logistic">logistic</option>
        <option value="hinge">hinge (support vectors)</option>
        <option value="squared">squared</option>
      </select>
    </label>
  );
}

/** Play, pause, step; the step with its certified limit marked. */
function Descent({ now }: { readonly now: LabState }) {
  const on = playing.value;
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => {
      const current = state.value;
      if (current?.method !== "descent" || current.steps >= 5000) playing.value = false;
      else if (fit.value) update({ steps: current.steps + Math.max(1, Math.round(current.steps / 40)) }, true);
    }, SPEED);
    return () => clearInterval(timer);
  }, [on]);
  return (
    <div>
      <fieldset class="player">
        <legend class="visually-hidden">Descent</legend>
        <button type="button" onClick={() => update({ steps: 0 })}>
          From the start
        </button>
        <button
          type="button"
          aria-pressed={on}
          onClick={() => {
            playing.value = !on;
          }}
        >
          {on ? "❚❚ Pause" : "► Play"}
        </button>
        <button type="button" onClick={() => update({ steps: now.steps + 1 })}>
          Step
        </button>
      </fieldset>
      <Slider
        label="steps"
        value={now.steps}
        minimum={1}
        maximum={5000}
        scale="log"
        zero
        onChange={(steps, live) => update({ steps: Math.round(steps) }, live)}
      />
      <Slider
        label="step, in shares of the limit"
        value={now.stepShare}
        minimum={0.05}
        maximum={1.5}
        scale="linear"
        mark={{ at: 1, name: "certified limit" }}
        onChange={(stepShare, live) => update({ stepShare }, live)}
      />
    </div>
  );
}
