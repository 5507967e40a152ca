// Ridge regression behind a slider: every fit runs in a pool, a newer one aborts the one under way, and the page never waits.
import { kernelRidge, matrix, rbf } from "mercer";
import { startPool } from "mercer/pool";

const n = 800;
const x = Float64Array.from({ length: n }, (_, i) => (6 * i) / n);
const y = x.map((at, i) => Math.sin(2 * at) * Math.exp(-at / 4) + 0.6 * ((((i * 7919) % 1009) / 1009) ** 2 - 0.33));
const grid = Float64Array.from({ length: 300 }, (_, i) => (6 * i) / 299);

const [slider, lambdaText, picture, account] = ["slider", "lambda", "picture", "account"].map((id) => document.getElementById(id));
const pool = await startPool();
let current = new AbortController();

async function refit() {
  current.abort();
  current = new AbortController();
  const { signal } = current;
  const lambda = 10 ** Number(/** @type {HTMLInputElement} */ (slider).value);
  lambdaText.textContent = lambda.toPrecision(2);
  try {
    const started = performance.now();
    const model = await pool.fit(kernelRidge({ kernel: rbf({ lengthScale: 0.3 }), lambda }), matrix(x, n, 1), y, { signal });
    const curve = await pool.predict(model, grid, { signal });
    draw(curve);
    const loss = (model.report.trainingLoss[0] / n).toPrecision(3);
    const time = Math.round(performance.now() - started);
    account.textContent = `${n} points, ${pool.threads} thread${pool.threads > 1 ? "s" : ""}, ${time} ms; mean training loss ${loss}`;
  } catch (error) {
    if (error.name !== "AbortError") account.textContent = error.message;
  }
}

function draw(curve) {
  const at = (h, v) => `${(100 * h).toFixed(1)} ${(150 - 110 * v).toFixed(1)}`;
  const points = Array.from(x, (h, i) => `<circle r="2" cx="${100 * h}" cy="${150 - 110 * y[i]}"/>`);
  const line = Array.from(curve, (v, i) => at(grid[i], v));
  picture.innerHTML = `${points.join("")}<path d="M ${line.join(" L ")}"/>`;
}

slider.addEventListener("input", refit);
await refit();
