import { describe, expect, it, vi } from "vitest";
import { isMercerError } from "../../src/entries/index";
import { withBlocks } from "../../src/wasm/memory";
import { sameBits } from "../fuzz/same";
import { caught, resident } from "../support/resident";
import { WORKING } from "./long-verbs";

/** Runs `body` where nothing of the memory is free: every block that it takes makes the memory grow. */
function inFullMemory(body: () => void): void {
  withBlocks({}, (_, { core, top }) => {
    const numbers = Math.floor((core.memory.buffer.byteLength - top) / 64) * 8;
    withBlocks({ rest: numbers }, body);
  });
}

/** Growth of memory numbered `refused`, counted from 0, is refused; `asked` counts all of them. */
function refuseGrowth(refused: number): { asked: number; restore(): void } {
  const grow = WebAssembly.Memory.prototype.grow;
  const state = { asked: 0, restore: () => spy.mockRestore() };
  const spy = vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(function (this: WebAssembly.Memory, pages: number) {
    if (state.asked++ === refused) throw new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory");
    return Reflect.apply(grow, this, [pages]) as number;
  });
  return state;
}

/** What a model is, without the words on how it was come by. */
function substance(value: unknown): unknown {
  const { report, ...rest } = value as { report?: unknown };
  return rest;
}

/** More growths than any of these calls asks for. */
const MOST = 500;

describe("memory.grow is refused at every place in turn", () => {
  it.each(Object.entries(WORKING))("%s", (_, call) => {
    const right = call();
    const { mark } = resident();
    let refusals = 0;
    for (let refused = 0; refused < MOST; refused++) {
      let error: unknown;
      let value: unknown;
      let asked = 0;
      inFullMemory(() => {
        const state = refuseGrowth(refused);
        error = caught(() => {
          value = call();
        });
        asked = state.asked;
        state.restore();
      });
      expect(resident().mark).toBe(mark);
      if (asked <= refused) break;
      refusals++;
      // a descent goes on without the matrix, to the same bits
      if (error === undefined) expect(sameBits(substance(value), substance(right))).toBe(true);
      else expect(isMercerError(error) && error.code).toBe("memory");
      expect(sameBits(call(), right)).toBe(true);
    }
    expect(refusals).toBeGreaterThan(0);
    expect(refusals).toBeLessThan(MOST);
  });
});
