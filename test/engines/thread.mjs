import { parentPort } from "node:worker_threads";
import { reportsOfCopies } from "./copies.mjs";

parentPort.postMessage(await reportsOfCopies());
