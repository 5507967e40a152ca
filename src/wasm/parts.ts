import { CODE_LENGTH_AT, DERIVATIVES, DESCENTS, PAIRWISE, type PartText } from "../../build/core-parts";
import { CORE } from "../../build/core-text";
import { bytesOfHex } from "./hexadecimal";
import type { Core, WholeCore } from "./load";

/** A part of the core that a program has: functions that most programs never call (scripts/core-parts.mjs). */
export interface CorePart<Name extends PartName> {
  readonly text: PartText<Name>;
}

/** The exports that belong to a part. */
export type PartName = NonNullable<(typeof DERIVATIVES | typeof DESCENTS | typeof PAIRWISE)["exports"]>;

const included = /* @__PURE__ */ new Set<PartText<string>>();

/** Marked as pure where it is called: a program that asks for no function of a part can do without. */
function include<Name extends PartName>(text: PartText<Name>): CorePart<Name> {
  included.add(text);
  return { text };
}

/** Of Gram matrices, by the operands of their programs and by points. */
export const derivatives = /* @__PURE__ */ include(DERIVATIVES);

/** Of gradient descent, with the losses and the softmax. */
export const descents = /* @__PURE__ */ include(DESCENTS);

/** Of the dual of a support vector machine, pair by pair. */
export const pairwise = /* @__PURE__ */ include(PAIRWISE);

/** The core with the functions of a part. To ask for it is to have it in the bundle. */
export function coreWith<Name extends PartName>(core: Core, { text }: CorePart<Name>): Pick<WholeCore, Name> {
  if (!included.has(text)) throw new Error("a part of the core is asked for that is not in the bundle");
  return core as WholeCore;
}

/** Bytes of a body that was left out: its length, no locals, `unreachable`, `end`. */
const HOLE = 4;

/** The bytes of core.wasm, but for the bodies of the functions that the program does not call. */
export function bytesOfCore(): Uint8Array<ArrayBuffer> {
  const base = bytesOfHex(CORE);
  const bodies = [...included].flatMap(bodiesOf).sort((a, b) => a.at - b.at);
  const growth = bodies.reduce((sum, { body }) => sum + body.length - HOLE, 0);
  const whole = new Uint8Array(base.length + growth);
  let [from, to] = [0, 0];
  const append = (piece: Uint8Array): void => {
    whole.set(piece, to);
    to += piece.length;
  };
  for (const { at, body } of bodies) {
    append(base.subarray(from, at));
    append(body);
    from = at + HOLE;
  }
  append(base.subarray(from));
  lengthen(whole.subarray(CODE_LENGTH_AT, CODE_LENGTH_AT + 5), growth);
  return whole;
}

function bodiesOf({ holes, bodies }: PartText<string>): { readonly at: number; readonly body: Uint8Array }[] {
  const bytes = bytesOfHex(bodies);
  let end = 0;
  return holes.map(([at, length]) => {
    const start = end;
    end += length as number;
    return { at: at as number, body: bytes.subarray(start, end) };
  });
}

/** Adds to a number that is written in five groups of seven bits, the lowest first. */
function lengthen(groups: Uint8Array, growth: number): void {
  const length = growth + groups.reduce((sum, group, k) => sum + (group & 127) * 2 ** (7 * k), 0);
  groups.forEach((_, k) => {
    groups[k] = (Math.floor(length / 2 ** (7 * k)) & 127) | (k < 4 ? 128 : 0);
  });
}
