// A thread that helps another one: what src/wasm/threads.ts does, for a thread that reads no TypeScript.
import { workerData } from "node:worker_threads";

const { ground, thread } = workerData;
new WebAssembly.Instance(ground.module, { env: { memory: ground.memory }, host: { custom: () => undefined } }).exports.help(thread);
