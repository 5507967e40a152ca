/**
 * A fit off the main thread: the estimator and the data go to a worker, the model comes back. All three are plain data, which messages copy.
 *
 *     node examples/worker.mjs
 */
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { fit, kernelRidge, predict, rbf } from "mercer";

if (isMainThread) await main();
else work();

async function main() {
  const n = 500;
  const X = Array.from({ length: n }, (_, i) => [Math.sin(1.3 * i), Math.cos(2.1 * i)]);
  const y = X.map(([a, b]) => a * a - b);
  const estimator = kernelRidge({ kernel: rbf({ lengthScale: 0.5 }), lambda: 1e-3 });

  const model = await fitInWorker({ estimator, X, y });
  console.log(`fitted in a worker: ${model.n} points, ${model.report.solver}`);

  const Z = X.slice(0, 5);
  const here = predict(fit(estimator, X, y), Z);
  const there = predict(structuredClone(model), Z);
  const sameBits = here.every((h, i) => Object.is(h, there[i]));
  console.log(`the same bits as a fit on the main thread: ${sameBits}`);
  process.exitCode = sameBits ? 0 : 1;
}

function fitInWorker(job) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: job });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

function work() {
  const { estimator, X, y } = workerData;
  parentPort.postMessage(fit(estimator, X, y));
}
