import { expect, it } from "vitest";
import { stagnation } from "../../src/solvers/newton-limits";

it("says that there is no more to gain after three points without a smaller gap or a smaller J", () => {
  const isOver = stagnation();
  expect([isOver(1, 5), isOver(0.5, 5), isOver(0.6, 5), isOver(0.5, 5)]).toEqual([false, false, false, false]);
  expect(isOver(0.7, 5)).toBe(true);
});

it("begins anew where the gap falls, or J by more than its rounding", () => {
  const isOver = stagnation();
  isOver(1, 5);
  expect([isOver(2, 5), isOver(2, 5), isOver(0.9, 5), isOver(2, 5), isOver(2, 5), isOver(2, 4)]).toEqual(new Array(6).fill(false));
  expect([isOver(2, 4 * (1 - 1e-13)), isOver(2, 4), isOver(2, 4)]).toEqual([false, false, true]);
});
