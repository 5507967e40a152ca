import { vi } from "vitest";
import { random } from "./generator";

/** By how much a clock differs from what it was at the last look, in milliseconds, from look to look. */
export type Steps = () => number;

const TEN_YEARS = 10 * 365.25 * 86_400_000;

/** Clocks that are wrong, each from its beginning. */
export const WRONG_CLOCKS: Readonly<Record<string, () => Steps>> = {
  "runs backwards": () => () => -1000,
  "jumps ten years forward": () => () => TEN_YEARS,
  "jumps ten years back": () => () => -TEN_YEARS,
  "jumps ten years to and fro": () => {
    const source = random(10);
    return () => (source.integer(0, 1) === 0 ? TEN_YEARS : -TEN_YEARS);
  },
};

/** From now on, until mocks are restored, both clocks differ at every look. */
export function turnClocks(steps: Steps): void {
  let now = 1e12;
  const next = (): number => {
    now += steps();
    return now;
  };
  vi.spyOn(performance, "now").mockImplementation(next);
  vi.spyOn(Date, "now").mockImplementation(next);
}

/** Ten years back at the third look, else a second onward. */
export function setBackOnce(): Steps {
  let looks = 0;
  return () => (++looks === 3 ? -TEN_YEARS : 1000);
}
