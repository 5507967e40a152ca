import { isTagged, type Term } from "./term";

/** A list or a record of terms, whose parts may be replaced. */
export type Tree = { [name: string]: Term };

/** Options that say how often something is done: so much work may be asked for, and is then done. */
const COUNTS = /^(iterations|maxIterations|steps|starts|repeats|count|every|patience)$/;

export const isCount = (name: string): boolean => COUNTS.test(name);

/** The places of arguments, options and parts of kernels; of numbers in matrices only whole lists are replaced. */
export function placesOf(node: Tree, depth = 0): [Tree, string][] {
  if (typeof node !== "object" || node === null || depth > 4) return [];
  if (isTagged(node)) return node.$ === "call" ? placesOf(node.args as unknown as Tree, depth + 1) : [];
  return Object.keys(node).flatMap((name) => [[node, name] as [Tree, string], ...placesOf(node[name] as Tree, depth + 1)]);
}
