import { describe, expect, it } from "vitest";
import { isMercerError } from "../src/entries/index";
import { mercerError } from "../src/errors";

describe("mercerError", () => {
  it("is an Error with code and details", () => {
    const error = mercerError("shape", "y has 99 rows, X has 100", { argument: "y", rows: 99 });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "MercerError", code: "shape", message: "y has 99 rows, X has 100", argument: "y", rows: 99 });
    expect(error.stack).toContain("errors.test");
  });

  it("an abort goes by the name that the platform gives aborts, with its cause", () => {
    const cause = new Error("enough");
    expect(mercerError("aborted", "the fit was aborted", { cause })).toMatchObject({ name: "AbortError", code: "aborted", cause });
  });
});

describe("isMercerError", () => {
  it("knows its own, and those of another copy of the library, by the brand", () => {
    expect(isMercerError(mercerError("memory", "no more"))).toBe(true);
    const foreign = Object.assign(new Error("other copy"), { code: "shape", [Symbol.for("mercer.error")]: true });
    expect(isMercerError(foreign)).toBe(true);
  });

  it.each([
    [new Error("shape")],
    [Object.assign(new Error("x"), { code: "shape" })],
    [{ code: "shape" }],
    ["shape"],
    [null],
    [undefined],
    [0],
  ])("not %s", (value) => {
    expect(isMercerError(value)).toBe(false);
  });
});
