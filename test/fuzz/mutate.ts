import type { Draw } from "./draw";
import { HOSTILE } from "./hostile";
import { isCount, placesOf, type Tree } from "./places";
import type { Term } from "./term";

/** The arguments with one place of them something hostile, gone, twice, or one of other arguments. */
export function mutated(draw: Draw, args: readonly Term[]): readonly Term[] {
  const copy = structuredClone(args) as Term[];
  const places = placesOf(copy as unknown as Tree);
  if (places.length === 0) return [{ $: "hostile", how: draw.pick(HOSTILE), of: 1 }];
  const [parent, name] = draw.pick(places);
  const kind = draw.uniform();
  if (kind < 0.7) {
    const how = draw.pick(HOSTILE);
    const tooMuch = isCount(name) && (how === "huge" || how === "largest");
    parent[name] = { $: "hostile", how: tooMuch ? "half" : how, of: parent[name] as Term };
  } else if (kind < 0.8) parent[name] = structuredClone(draw.pick(args)) as Term;
  else if (Array.isArray(parent)) {
    if (kind < 0.9) (parent as unknown as Term[]).splice(Number(name), 1);
    else (parent as unknown as Term[]).splice(Number(name), 0, parent[name] as Term);
  } else delete parent[name];
  return copy;
}
