import { report } from "./jobs.mjs";

postMessage(await report());
