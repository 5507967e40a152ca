import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { getHeapSnapshot, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { heapOf } from "./heap.mjs";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** A session in this process. */
export async function openNode(folder, leak, heap) {
  const { start } = await import(pathToFileURL(join(folder, "soak.mjs")).href);
  const session = await start(pathToFileURL(join(folder, "worker.mjs")).href, leak);
  return {
    name: `Node ${process.version}`,
    run: (milliseconds) => session.run(milliseconds),
    /** After several collections: what is let go by one may be found by the next. */
    async sample() {
      for (let round = 0; round < 4; round++) {
        collect();
        await wait(5);
      }
      const { rss, heapUsed, external } = process.memoryUsage();
      return {
        rss,
        heap: heapUsed,
        ...(heap && (await heapOf(getHeapSnapshot()))),
        external,
        handles: process.getActiveResourcesInfo().length,
      };
    },
    close: () => session.close(),
  };
}
