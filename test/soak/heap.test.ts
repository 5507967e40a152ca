import { expect, it } from "vitest";

const { heapOf } = await import(new URL("./heap.mjs", import.meta.url).href);

const meta = {
  node_fields: ["type", "name", "id", "self_size"],
  node_types: [["hidden", "array", "object", "code", "native"], "string", "number", "number"],
};
const strings = ["", "Array", "system / WeakArrayList", "system / Map", "fit"];
/** Type, name, id, size. */
const nodes = [3, 4, 1, 100, 2, 1, 3, 16, 0, 2, 5, 40, 0, 3, 7, 8, 1, 0, 9, 1, 4, 0, 11, 5000];

it("code and its lists are told from data in a snapshot that comes in parts", async () => {
  const text = JSON.stringify({ snapshot: { meta }, nodes, strings });
  const parts = async function* () {
    for (let at = 0; at < text.length; at += 7) yield text.slice(at, at + 7);
  };
  expect(await heapOf(parts())).toEqual({ code: 140, data: 25 });
});
