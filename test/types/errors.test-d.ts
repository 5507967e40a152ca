import { describe, expectTypeOf, it } from "vitest";
import { type ErrorCode, type ErrorDetails, isMercerError, type MercerError } from "../../src/entries/index";
import { mercerError } from "../../src/errors";
import type * as contract from "./contract";

declare const caught: unknown;

describe("the details of an error go by its code", () => {
  it("after a check of the code they have their types", () => {
    if (!isMercerError(caught)) return;
    if (caught.code === "not-positive-definite") {
      expectTypeOf(caught.pivot).toEqualTypeOf<number>();
      expectTypeOf(caught.duplicates).toEqualTypeOf<readonly number[] | undefined>();
    }
    if (caught.code === "memory") expectTypeOf(caught.bytesNeeded).toEqualTypeOf<number | undefined>();
    if (caught.code === "format") expectTypeOf(caught.path).toEqualTypeOf<string>();
    expectTypeOf(caught.pivot).toEqualTypeOf<unknown>();
  });

  it("every code has its details, and the errors are the contract's", () => {
    expectTypeOf<keyof ErrorDetails>().toEqualTypeOf<contract.ErrorCode>();
    expectTypeOf<MercerError["code"]>().toEqualTypeOf<ErrorCode>();
    expectTypeOf<MercerError>().toExtend<contract.MercerError>();
    expectTypeOf(isMercerError).toExtend<typeof contract.isMercerError>();
  });

  it("an error is made with the details of its code, and no others", () => {
    expectTypeOf(mercerError("format", "no model", { path: "$" }).path).toEqualTypeOf<string>();
    mercerError("worker", "lost");
    // @ts-expect-error: the pivot and its value are needed
    mercerError("not-positive-definite", "K is not positive definite");
    // @ts-expect-error: the value is needed beside the pivot
    mercerError("not-positive-definite", "K is not positive definite", { pivot: 1 });
    // @ts-expect-error: a pivot is a number
    mercerError("not-positive-definite", "K is not positive definite", { pivot: "1", value: 0 });
    // @ts-expect-error: no detail of that code
    mercerError("shape", "y is too long", { argument: "y", bytesNeeded: 8 });
    // @ts-expect-error: no code
    mercerError("broken", "it is broken");
  });
});
