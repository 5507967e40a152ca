import { fit, kernelRidge, matrix, rbf } from "../../dist/index.js";
import { startPool } from "../../dist/pool.js";
import { ownReport, pooledReport } from "./reports.mjs";

/** What the main thread, a module worker and a pool found, and what came through to the main thread while a pool worked: as text, when all is done. */
globalThis.outcome = (async () => {
  const page = await ownReport();
  const worker = await reportOfWorker();
  const pool = await pooledReport(startPool, { threads: 2 });
  const calm = await calmDuringFit().catch((error) => ({ error: error.code ?? String(error) }));
  return JSON.stringify({ page, worker, pool, calm, isolated: globalThis.crossOriginIsolated });
})();
globalThis.outcome.then((text) => {
  document.documentElement.dataset.outcome = text;
});

function reportOfWorker() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(`worker: ${message}`));
  });
}

/** A fit of a second or so: how often a timer of 4 ms and a message channel came through, the longest pause between two, and whether the abort of a second one was heard. */
async function calmDuringFit() {
  const n = 1500;
  const X = matrix(
    Float64Array.from({ length: 3 * n }, (_, i) => ((i * 7919) % 10007) / 10007),
    n,
    3,
  );
  const y = X.data.slice(0, n);
  const estimator = kernelRidge({ kernel: rbf({ gamma: 1 }), lambda: 0.01 });
  const pool = await startPool({ threads: 2 });
  let ticks = 0;
  let messages = 0;
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    ticks++;
  }, 4);
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    messages++;
    setTimeout(() => channel.port2.postMessage(null));
  };
  channel.port2.postMessage(null);
  const model = await pool.fit(estimator, X, y);
  clearInterval(timer);
  channel.port1.close();
  const controller = new AbortController();
  const aborted = pool.fit(estimator, X, y, { signal: controller.signal }).catch((error) => error.code);
  setTimeout(() => controller.abort(), 20);
  const code = await aborted;
  await pool.close();
  const { coefficients } = fit(estimator, X, y);
  return { ticks, messages, longest, aborted: code, same: coefficients.every((alpha, i) => alpha === model.coefficients[i]) };
}
