import { takeBlocks, withBlocks } from "../../src/wasm/memory";

/** What a session may be told to lose at every job: the soak has to notice each. */
export type Leak = "objects" | "buffers" | "blocks" | "timers";

const lost: unknown[] = [];

export const leaks: Readonly<Record<Leak, () => void>> = {
  objects: () => lost.push(Array.from({ length: 100 }, (_, i) => ({ i }))),
  buffers: () => lost.push(new Float64Array(1000).fill(1)),
  blocks: () => {
    let workspace: Parameters<typeof takeBlocks>[0] | undefined;
    withBlocks({}, (_, own) => {
      workspace = own;
    });
    if (workspace) takeBlocks(workspace, { lost: 8 });
  },
  timers: () => {
    setInterval(() => {}, 3_600_000);
  },
};
