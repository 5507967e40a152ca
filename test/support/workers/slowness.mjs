import { parentPort } from "node:worker_threads";

const clock = new Int32Array(new SharedArrayBuffer(4));
parentPort.on("message", ({ verb }) => {
  if (verb) Atomics.wait(clock, 0, 0, 1000);
});
