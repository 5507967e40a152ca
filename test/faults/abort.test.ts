import { afterEach, describe, expect, it, vi } from "vitest";
import { isMercerError } from "../../src/entries/index";
import { sameBits } from "../fuzz/same";
import { turnClocks } from "../support/clock";
import { caught, resident } from "../support/resident";
import { WATCHED } from "./long-verbs";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Verbs of one part on so few points: nobody is told anything on the way. */
const EVENTS_AT_MOST = 60;

describe("an abort at every progress event in turn", () => {
  it.each(Object.entries(WATCHED))("%s", (_, call) => {
    const right = call({});
    const { mark } = resident();
    // every look finds it a second later, so that no event is left out
    turnClocks(() => 1000);
    let events = 0;
    call({
      onProgress: () => {
        events++;
      },
    });
    for (let at = 1; at <= Math.min(events, EVENTS_AT_MOST); at++) {
      const controller = new AbortController();
      let heard = 0;
      const onProgress = (): void => {
        if (++heard === at) controller.abort("enough");
      };
      const error = caught(() => call({ onProgress, signal: controller.signal }));
      expect(isMercerError(error) && error.code).toBe("aborted");
      expect(error).toMatchObject({ name: "AbortError", cause: "enough" });
      expect(resident().mark).toBe(mark);
    }
    expect(events).toBeGreaterThan(0);
    expect(sameBits(call({}), right)).toBe(true);
  });
});
