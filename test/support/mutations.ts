import type { random } from "./generator";

type Source = ReturnType<typeof random>;

/** A file with a few bytes changed, cut out, put in or repeated, or cut off. */
export function mutatedBytes(file: Uint8Array, source: Source): Uint8Array {
  let bytes = Array.from(file);
  for (let changes = source.integer(1, 3); changes > 0; changes--) {
    const at = source.integer(0, Math.max(0, bytes.length - 1));
    const length = source.integer(1, 8);
    const way = source.integer(0, 5);
    if (way === 0) bytes[at] = (bytes[at] as number) ^ (1 << source.integer(0, 7));
    else if (way === 1) bytes.splice(at, length);
    else if (way === 2) bytes.splice(at, 0, ...bytes.slice(at, at + length));
    else if (way === 3) bytes.splice(at, 0, ...Array.from({ length }, () => source.integer(0, 255)));
    else if (way === 4) bytes = bytes.slice(0, at);
    else bytes[at] = source.integer(0, 255);
  }
  return Uint8Array.from(bytes);
}

/** The value of a JSON text with one or two places taken out, put elsewhere, or given another value. */
export function mutatedJson(text: string, source: Source): unknown {
  const root = { value: JSON.parse(text) as unknown };
  for (let changes = source.integer(1, 2); changes > 0; changes--) {
    const all = placesOf(root);
    if (all.length === 0) break;
    const [parent, name] = all[source.integer(0, all.length - 1)] as Place;
    const [elsewhere, other] = all[source.integer(0, all.length - 1)] as Place;
    const way = source.integer(0, 4);
    const before = parent[name];
    if (way === 0) delete parent[name];
    else if (way === 1) parent[name] = structuredClone(elsewhere[other]);
    else if (way === 2 && typeof before === "number")
      parent[name] = [before + 1, -before, 0, before / 2, 1e308, 5e-324][source.integer(0, 5)];
    else if (way === 2 && typeof before === "string") parent[name] = before.slice(0, source.integer(0, before.length));
    else if (way === 3) parent[`${name}_`] = before;
    else parent[name] = OTHERS[source.integer(0, OTHERS.length - 1)];
  }
  // as it comes out of a file: without holes
  return JSON.parse(JSON.stringify(root.value ?? null));
}

type Place = readonly [parent: Record<string, unknown>, name: string];

const OTHERS = [null, true, 0, -1, 2, 1.5, "", "rbf", "NaN", [], {}, [1, 2], { rows: 1e9, cols: 1e9, data: "" }, { kernel: "rbf" }];

function placesOf(node: unknown): Place[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.keys(node).flatMap((name): Place[] => [
    [node as Record<string, unknown>, name],
    ...placesOf((node as Record<string, unknown>)[name]),
  ]);
}
