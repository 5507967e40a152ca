// A hundred thousand points fitted in a pool, with a proven bound that falls meanwhile: the page never waits, and one click ends the fit.
import { kernelRidge, matern, matrix } from "mercer";
import { startPool } from "mercer/pool";
import { gapMeter } from "./gap-meter.mjs";

const asked = new URLSearchParams(location.search);
const element = (id) => document.getElementById(id);
const [points, fitButton, abortButton, bar] = /** @type {any[]} */ (["points", "fit", "abort", "bar"].map(element));
const estimator = kernelRidge({ kernel: matern({ nu: 1.5, lengthScale: 0.2 }), lambda: 0.1, intercept: true, solver: "iterative" });
const starting = startPool();
const meter = gapMeter(({ frame, timer }) => {
  element("frame").textContent = frame.toFixed(0);
  element("timer").textContent = timer.toFixed(0);
});
let current = new AbortController();

/** Noisy values at points that are spread evenly over a sphere. */
function measurements(n) {
  const data = new Float64Array(3 * n);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const z = (2 * i + 1) / n - 1;
    const [r, angle] = [Math.sqrt(1 - z * z), i * Math.PI * (3 - Math.sqrt(5))];
    data.set([r * Math.cos(angle), r * Math.sin(angle), z], 3 * i);
    y[i] = Math.sin(3 * data[3 * i]) + 2 * data[3 * i + 1] * z + 0.6 * (((i * 7919) % 10007) / 10007 - 0.5);
  }
  return { X: matrix(data, n, 3), y };
}

function told({ phase, done, total, errorBound }) {
  bar.value = done / total;
  element("account").textContent =
    errorBound > 0
      ? `step ${done}: no prediction is off by more than ${errorBound.toPrecision(2)} deviations`
      : `${phase}: ${done} of ${total}`;
}

/** The fit, and what it was like. */
async function fitted(n, signal, onProgress = told) {
  const pool = await starting;
  const { X, y } = measurements(n);
  meter.reset();
  const started = performance.now();
  const model = await pool.fit(estimator, X, y, { onProgress, signal });
  const seconds = (performance.now() - started) / 1000;
  const { iterations, errorBound } = model.report;
  bar.value = 1;
  element("account").textContent =
    `${n} points, ${pool.threads} thread${pool.threads > 1 ? "s" : ""}, ${seconds.toFixed(1)} s: ${iterations} steps, proven to within ${errorBound.toPrecision(2)}`;
  return { model, n, threads: pool.threads, seconds, iterations, errorBound, ...meter.longest() };
}

/** Longitude from left to right, latitude from top to bottom. */
async function draw(model, signal) {
  const canvas = /** @type {HTMLCanvasElement} */ (element("map"));
  const { width, height } = canvas;
  const Z = Array.from({ length: width * height }, (_, at) => {
    const [east, north] = [(2 * Math.PI * (at % width)) / width, Math.PI * (0.5 - (Math.floor(at / width) + 0.5) / height)];
    return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
  });
  const pool = await starting;
  const values = /** @type {Float64Array} */ (await pool.predict(model, Z, { signal }));
  const picture = new ImageData(width, height);
  values.forEach((value, at) => {
    const shade = 255 * Math.min(1, Math.max(0, 0.5 + value / 4));
    picture.data.set([shade, 90, 255 - shade, 255], 4 * at);
  });
  canvas.getContext("2d").putImageData(picture, 0, 0);
}

async function start() {
  current = new AbortController();
  const { signal } = current;
  [fitButton.disabled, abortButton.disabled] = [true, false];
  try {
    const { model } = await fitted(Number(points.value), signal);
    await draw(model, signal);
  } catch (error) {
    element("account").textContent = error.name === "AbortError" ? "aborted" : error.message;
  }
  [fitButton.disabled, abortButton.disabled] = [false, true];
}

/** For programs that open the page: a fit, one that is aborted as soon as it is under way, and another one by the same pool. */
async function tour(n) {
  const { model, ...whole } = await fitted(n, undefined);
  await draw(model, undefined);
  const control = new AbortController();
  let asked = 0;
  const abort = () => {
    asked ||= performance.now();
    control.abort();
  };
  const code = await fitted(n, control.signal, abort).then(
    () => "no abort",
    (error) => error.code,
  );
  const latency = performance.now() - asked;
  const { errorBound } = await fitted(1000, undefined);
  const pool = await starting;
  await pool.close();
  return JSON.stringify({ ...whole, aborted: code, latency, after: errorBound, isolated: crossOriginIsolated });
}

points.value = asked.get("points") ?? "20000";
fitButton.addEventListener("click", start);
abortButton.addEventListener("click", () => current.abort());
element("account").textContent = "ready";
if (asked.has("tour")) /** @type {any} */ (globalThis).outcome = tour(Number(asked.get("points") ?? 5000));
