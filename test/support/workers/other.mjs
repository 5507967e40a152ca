// A pool's worker of another version: it starts, and says of which.
import { parentPort } from "node:worker_threads";

parentPort.once("message", () => parentPort.postMessage({ kind: "ready", build: "0.0.1-abcdef", posts: [], signals: null }));
