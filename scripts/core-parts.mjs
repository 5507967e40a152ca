// Cuts the bodies of functions that few programs call out of the core, so that a bundle has them only where it calls them.
//
// A part is made of all exports of some files of assembly/, of the chunks of their regions, and of what nothing but these reaches. The rest of the core has a hole for
// each function of a part: a body of four bytes that traps. src/wasm/parts.ts puts the bodies back.

/** The files of each part. */
const PARTS = {
  derivatives: ["gram/derivative"],
  descents: ["iterate/gradient-descent", "iterate/mini-batch", "iterate/loss", "iterate/softmax"],
  pairwise: ["iterate/smo"],
};

/** A body, its length before it, that has no locals and traps. */
const HOLE = Buffer.of(3, 0, 0x00, 0x0b);

const CODE_SECTION = 10;

/** The module with its code section's length in five bytes, so that it can be written anew in place. */
export function withWideLength(wasm) {
  const { sizeAt, start, end } = codeSection(wasm);
  if (start - sizeAt === 5) return wasm;
  return Buffer.concat([wasm.subarray(0, sizeAt), wideLength(end - start), wasm.subarray(start)]);
}

/**
 * The core with holes, where its code section has its length, and the parts: their exports, and where each body belongs in the core with holes.
 *
 * @param wasm as `withWideLength` returns it
 * @param wat the text of the same core, for names and calls
 */
export function cutParts(wasm, wat) {
  const { sizeAt, start } = codeSection(wasm);
  const functions = functionsOf(wasm, wat);
  const parts = partsOf(functions, wat);
  const cut = new Set(parts.flatMap(({ members }) => [...members]));
  const pieces = [];
  const offsets = new Map();
  let [from, length] = [0, 0];
  for (const { name, at, body } of functions) {
    if (!cut.has(name)) continue;
    pieces.push(wasm.subarray(from, at), HOLE);
    offsets.set(name, length + at - from);
    length += at - from + HOLE.length;
    from = at + body.length;
  }
  const base = Buffer.concat([...pieces, wasm.subarray(from)]);
  wideLength(codeSection(wasm).end - start - (wasm.length - base.length)).copy(base, sizeAt);
  const placed = parts.map(({ name, exports, members }) => {
    const own = functions.filter((each) => members.has(each.name));
    return {
      name,
      exports: exports.map(({ as }) => as),
      holes: own.map((each) => [offsets.get(each.name), each.body.length]),
      bodies: Buffer.concat(own.map(({ body }) => body)),
    };
  });
  return { base, sizeAt, parts: placed };
}

/** The exports of every part, and all functions that are reached only through them. */
function partsOf(functions, wat) {
  const exported = [...wat.matchAll(/^ \(export "(\w+)" \(func (\$\S+)\)\)/gm)].map(([, as, name]) => ({ as, name }));
  // what regions call stands in the table
  const chunks = /^ \(elem .*$/m.exec(wat)[0].match(/\$assembly\/[^\s)]+/g);
  const roots = [...exported.map(({ name }) => name), ...chunks];
  const isOf = (files, name) => files.some((file) => name.startsWith(`$assembly/${file}/`));
  const isIn = (name) => Object.values(PARTS).some((files) => isOf(files, name));
  const everywhere = reached(
    roots.filter((name) => !isIn(name)),
    functions,
  );
  const found = Object.values(PARTS).map((files) => {
    const own = roots.filter((root) => isOf(files, root));
    return [...reached(own, functions)].filter((each) => !everywhere.has(each));
  });
  const all = found.flat();
  const parts = Object.entries(PARTS).map(([name, files], at) => {
    // what two parts call stays where it is
    const members = new Set(found[at].filter((each) => all.indexOf(each) === all.lastIndexOf(each)));
    return { name, members, exports: exported.filter((each) => isOf(files, each.name)) };
  });
  const lost = parts.flatMap(({ members, exports }) => exports.filter(({ name }) => !members.has(name)));
  if (lost.length > 0) throw new Error(`${lost.map(({ as }) => as).join(", ")} are called from outside of their part`);
  return parts;
}

function reached(roots, functions) {
  const calls = new Map(functions.map(({ name, calls }) => [name, calls]));
  const found = new Set();
  const open = [...roots];
  while (open.length > 0) {
    const name = open.pop();
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(calls.get(name) ?? []));
  }
  return found;
}

/** Every function with its name, what it calls, and its body with the length before it. */
function functionsOf(wasm, wat) {
  const named = wat.split("\n (func ").slice(1);
  const { start } = codeSection(wasm);
  const count = readLength(wasm, start);
  if (count.value !== named.length) throw new Error(`core.wat has ${named.length} functions, core.wasm ${count.value}`);
  let at = count.next;
  return named.map((text) => {
    const { value, next } = readLength(wasm, at);
    const found = {
      name: /^\S+/.exec(text)[0],
      calls: text.match(/(?<=\bcall )\$[^\s)]+/g) ?? [],
      at,
      body: wasm.subarray(at, next + value),
    };
    at = next + value;
    return found;
  });
}

/** Where the code section has its length, and where what it counts begins and ends. */
function codeSection(wasm) {
  for (let at = 8; at < wasm.length; ) {
    const { value, next } = readLength(wasm, at + 1);
    if (wasm[at] === CODE_SECTION) return { sizeAt: at + 1, start: next, end: next + value };
    at = next + value;
  }
  throw new Error("there is no code section");
}

/** LEB128 */
function readLength(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, next: at };
  }
}

function wideLength(value) {
  return Buffer.from([0, 7, 14, 21, 28].map((shift, k) => ((value >>> shift) & 127) | (k < 4 ? 128 : 0)));
}
