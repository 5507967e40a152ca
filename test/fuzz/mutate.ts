import type { Draw } from "./draw";
import { HOSTILE } from "./hostile";
import { isTagged, type Term } from "./term";

/** Options that say how often something is done. */
const COUNTS = /^(iterations|maxIterations|steps|starts|repeats|count|every|patience)$/;

type Tree = { [name: string]: Term };

/** The arguments with one place of them something hostile, gone, twice, or one of other arguments. */
export function mutated(draw: Draw, args: readonly Term[]): readonly Term[] {
  const copy = structuredClone(args) as Term[];
  const places = placesOf(copy as unknown as Tree);
  if (places.length === 0) return [{ $: "hostile", how: draw.pick(HOSTILE), of: 1 }];
  const [parent, name] = draw.pick(places);
  const kind = draw.uniform();
  if (kind < 0.7) {
    const how = draw.pick(HOSTILE);
    parent[name] = { $: "hostile", how: isHonest(name, how) ? "half" : how, of: parent[name] as Term };
  } else if (kind < 0.8) parent[name] = structuredClone(draw.pick(args)) as Term;
  else if (Array.isArray(parent)) {
    if (kind < 0.9) (parent as unknown as Term[]).splice(Number(name), 1);
    else (parent as unknown as Term[]).splice(Number(name), 0, parent[name] as Term);
  } else delete parent[name];
  return copy;
}

/** The arguments with each of the hostile values in each of their places, one at a time. */
export function* mutatedEverywhere(args: readonly Term[]): Generator<readonly Term[]> {
  const count = placesOf(args as unknown as Tree).length;
  for (let place = 0; place < count; place++) {
    for (const how of HOSTILE) {
      const copy = structuredClone(args) as Term[];
      const [parent, name] = placesOf(copy as unknown as Tree)[place] as [Tree, string];
      if (isHonest(name, how)) continue;
      parent[name] = { $: "hostile", how, of: parent[name] as Term };
      yield copy;
    }
  }
}

/** Whether so much work may be asked for, and is then done. */
function isHonest(name: string, how: string): boolean {
  return COUNTS.test(name) && (how === "huge" || how === "largest");
}

/** The places of arguments, options and parts of kernels; of numbers in matrices only whole lists are replaced. */
function placesOf(node: Tree, depth = 0): [Tree, string][] {
  if (typeof node !== "object" || node === null || depth > 4) return [];
  if (isTagged(node)) return node.$ === "call" ? placesOf(node.args as unknown as Tree, depth + 1) : [];
  return Object.keys(node).flatMap((name) => [[node, name] as [Tree, string], ...placesOf(node[name] as Tree, depth + 1)]);
}
