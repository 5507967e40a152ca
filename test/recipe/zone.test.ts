import { expect, it, vi } from "vitest";
import { requireZone } from "../../src/recipe/zone";
import { expectError } from "../support/errors";

it("the clocks of some zones are kept, not every name that was asked for", () => {
  const made = vi.spyOn(Intl, "DateTimeFormat");
  const madeBy = (ask: () => void): number => {
    made.mockClear();
    ask();
    return made.mock.calls.length;
  };
  const ask = (): number => madeBy(() => requireZone("Pacific/Chatham"));
  expect([ask(), ask()]).toEqual([1, 0]);
  for (let k = 0; k < 100; k++) expectError("argument", () => requireZone(`Nowhere/${k}`));
  expect([ask(), ask()]).toEqual([1, 0]);
  made.mockRestore();
});
