import { mercerError } from "../errors";

/** Kernels within kernels: a quarter of what the stacks of engines bear. */
export const DEEPEST = 500;

/** Kernels that a kernel is made of, itself among them, each counted as often as it is used. */
export const MOST_PARTS = 2 ** 16;

/** Sum of the levels of all parts: what it takes to go through every part of every part. */
const LARGEST = 2 ** 20;

/**
 * Refuses a kernel that cannot be gone through, part by part: checked before anything recurs, and without recursion.
 *
 * @throws "kernel" for one that is nested too deep or has too many parts, as one that contains itself has
 */
export function requireModest(kernel: unknown): void {
  const rest: (readonly [part: unknown, level: number])[] = [[kernel, 1]];
  let [parts, depth, size] = [0, 0, 0];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const [part, level] = next;
    depth = Math.max(depth, level);
    parts++;
    size += level;
    if (parts > MOST_PARTS || (size > LARGEST && depth <= DEEPEST)) {
      const message = `the kernel has ${parts} parts and more, nested ${depth} levels deep; at most ${MOST_PARTS} are possible, fewer when they are nested, and a kernel must not contain itself`;
      throw mercerError("kernel", message, { parts, depth });
    }
    for (const inner of innerOf(part)) rest.push([inner, level + 1]);
  }
  if (depth <= DEEPEST) return;
  const message = `the kernel is nested ${depth} levels deep, at most ${DEEPEST} are possible; list many terms or factors in one add or multiply`;
  throw mercerError("kernel", message, { depth });
}

/** What a value that should be a kernel has in the place of its parts. */
function innerOf(part: unknown): readonly unknown[] {
  if (typeof part !== "object" || part === null) return [];
  const { kind, terms, factors, kernel } = part as Readonly<Record<string, unknown>>;
  const list = kind === "sum" ? terms : kind === "product" ? factors : kernel;
  if (list === undefined) return [];
  if (!Array.isArray(list)) return [list];
  return Array.from({ length: Math.min(list.length, MOST_PARTS + 1) }, (_, at): unknown => list[at]);
}
