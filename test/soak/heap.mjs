/** What V8 has compiled, what it has noted of functions for that, and the lists of what depends on which shape. */
const isCode = (type, name) => type === "code" || name === "system / WeakArrayList";

/**
 * Bytes of a heap snapshot, as V8 writes its text: `code`, which grows the more often functions run, up to an end, and `data`, everything else that is in the heap itself.
 *
 * @param {AsyncIterable<string> | Iterable<string>} text
 */
export async function heapOf(text) {
  let all = "";
  for await (const part of text) all += part;
  const { snapshot, nodes, strings } = JSON.parse(all);
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, name, size] = ["type", "name", "self_size"].map((field) => fields.indexOf(field));
  const bytes = { code: 0, data: 0 };
  for (let at = 0; at < nodes.length; at += fields.length) {
    const kind = types[type][nodes[at + type]];
    // what buffers hold, and memories, lies outside
    if (kind === "native") continue;
    bytes[isCode(kind, strings[nodes[at + name]]) ? "code" : "data"] += nodes[at + size];
  }
  return bytes;
}
