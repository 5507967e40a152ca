import { describe, expect, it, vi } from "vitest";
import { createLine } from "../../src/worker/line";
import { createTask } from "../../src/worker/task";
import { leftByCall } from "../support/held";

/** Teams that are lost after their first job. */
vi.mock("../../src/worker/team", () => ({
  startTeam: async () => {
    let lost = false;
    return {
      work: async () => {
        lost = true;
        return { value: 1, bytes: 0 };
      },
      isLost: () => lost,
      hold: () => {},
      end: async () => {},
    };
  },
}));

describe("a line whose teams are lost, one after the other", () => {
  it("keeps nothing of them, however long it lives", async () => {
    const queue: Parameters<typeof createLine>[1] = [];
    const line = createLine({ threads: 1, workerUrl: undefined, blob: false }, queue);
    const one = (): Promise<unknown> =>
      new Promise((resolve, reject) => {
        queue.push(createTask("gram", [], { resolve, reject }));
        line.serve();
      });
    expect(await one()).toBe(1);
    expect(await leftByCall(one)).toBe(0);
    await line.close();
  });
});
