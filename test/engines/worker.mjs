import { ownReport } from "./reports.mjs";

postMessage(await ownReport());
