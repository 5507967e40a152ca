import { expect, it } from "vitest";
import { Opcode } from "../../assembly/gram/program";
import { type ForwardStep, growthOf, operandsOf } from "../../src/program/instruction";
import { identity } from "../../src/program/views";
import { kernelFunction, sideOf } from "../../src/serving/kernel-function";
import { expectError } from "../support/errors";

const side = sideOf({ rows: 1, cols: 1, data: Float64Array.of(2) });
const known = new Set(Object.values(Opcode).filter((value) => typeof value === "number"));

/** What a compiler that has not seen the opcode would let through. */
const unlisted = (opcode: number): ForwardStep => ({ opcode, view: identity, value: 1 }) as unknown as ForwardStep;

it.each(Array.from({ length: 70 }, (_, at) => at - 5).filter((opcode) => !known.has(opcode)))(
  "an opcode that is not listed is refused, and no kernel runs in its place: %i",
  (opcode) => {
    for (const refuse of [
      () => kernelFunction([{ opcode: Opcode.Constant, value: 1 }, unlisted(opcode)], side, side),
      () => operandsOf(unlisted(opcode)),
      () => growthOf(unlisted(opcode)),
    ]) {
      expect(expectError("kernel", refuse).value).toBe(opcode);
    }
  },
);
