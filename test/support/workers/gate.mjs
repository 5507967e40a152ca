import { getEnvironmentData, parentPort } from "node:worker_threads";

const gate = getEnvironmentData("gate");
parentPort.on("message", ({ verb }) => {
  if (verb) Atomics.wait(gate, 0, 0);
});
