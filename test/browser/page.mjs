import { report } from "./jobs.mjs";

/** What the main thread and a module worker found. */
globalThis.outcome = Promise.all([report(), reportOfWorker()]).then(([page, worker]) => ({ page, worker }));

function reportOfWorker() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(`worker: ${message}`));
  });
}
