import { Opcode, TILE } from "../../assembly/gram/program";
import { growthOf, type Instruction } from "./instruction";
import type { PointView } from "./views";

/** A kernel as a program whose operands have no addresses yet. */
export interface Code {
  readonly instructions: readonly Instruction[];
  /** Tiles on the stack at the deepest. */
  readonly depth: number;
  /** Tiles kept beside it. */
  readonly slots: number;
}

/** What a program of these instructions takes, with leaves that several parts use computed once; `featuresOf` as for `encode`. */
export function codeOf(instructions: readonly Instruction[], featuresOf: (view: PointView) => number): Code {
  return { ...shareLeaves(instructions), depth: depthOf(instructions, featuresOf) };
}

/** Distances and inner products that several parts use are computed once: kept at their first appearance, fetched at the others; `isItsOwn` says which are not shared. */
export function shareLeaves(
  instructions: readonly Instruction[],
  isItsOwn: (leaf: Instruction) => boolean = () => false,
): Pick<Code, "instructions" | "slots"> {
  const uses = new Map<string, { count: number; slot: number | null }>();
  const keys = instructions.map((instruction) => (isItsOwn(instruction) ? null : leafKey(instruction)));
  for (const key of keys) if (key !== null) uses.set(key, { count: (uses.get(key)?.count ?? 0) + 1, slot: null });
  let slots = 0;
  const shared = instructions.flatMap((instruction, at): Instruction[] => {
    const use = uses.get(keys[at] ?? "");
    if (!use || use.count < 2) return [instruction];
    if (use.slot !== null) return [{ opcode: Opcode.Fetch, slot: use.slot }];
    use.slot = slots++;
    return [instruction, { opcode: Opcode.Keep, slot: use.slot }];
  });
  return { instructions: shared, slots };
}

/** Equal for leaves of points that do the same: the opcode, what the view does, and a degree, frequency or table; null for what is none. */
function leafKey(instruction: Instruction): string | null {
  if (!("view" in instruction) || instruction.opcode === Opcode.Custom) return null;
  return JSON.stringify({ ...instruction, view: instruction.view.key });
}

/** Tiles the stack needs: one above its top, where maps work, or more for leaves that take up to 8 numbers a feature there. */
function depthOf(instructions: readonly Instruction[], featuresOf: (view: PointView) => number): number {
  let height = 0;
  let depth = 0;
  for (const instruction of instructions) {
    height += growthOf(instruction);
    const takes = instruction.opcode === Opcode.ElementarySymmetric || instruction.opcode === Opcode.SquaredSines;
    const work = takes ? 8 * featuresOf(instruction.view) : 1;
    depth = Math.max(depth, height + Math.ceil(work / (TILE * TILE)));
  }
  return depth;
}
