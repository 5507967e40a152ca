import { type Random, random } from "./generator";

/** A file of a model that something has happened to: parsed JSON, or bytes. `null` where the text is no JSON any more. */
export type MutatedFile =
  | { readonly form: "JSON"; readonly base: number; readonly value: unknown; readonly size: number }
  | { readonly form: "bytes"; readonly base: number; readonly bytes: Uint8Array }
  | null;

/** Files of one model. */
export interface BaseFile {
  readonly text: string;
  readonly bytes: Uint8Array;
}

type Tree = Record<string, unknown>;
type Place = readonly [parent: Tree, name: string];

/** File `seed` of the endless row of mutated files: the same on every machine. */
export function mutatedFile(bases: readonly BaseFile[], seed: number): MutatedFile {
  const source = random(seed);
  const base = seed % bases.length;
  const { text, bytes } = bases[base] as BaseFile;
  const other = bases[source.integer(0, bases.length - 1)] as BaseFile;
  const way = source.uniform();
  if (way < 0.6) {
    const tree = JSON.parse(text) as Tree;
    mutateTree(source, tree, JSON.parse(other.text) as Tree);
    return jsonOf(base, JSON.stringify(tree));
  }
  if (way < 0.7) return jsonOf(base, mutatedText(source, text));
  return { form: "bytes", base, bytes: mutatedBytes(source, bytes, other) };
}

function jsonOf(base: number, text: string): MutatedFile {
  try {
    return { form: "JSON", base, value: JSON.parse(text) as unknown, size: text.length };
  } catch {
    return null;
  }
}

function places(node: unknown): Place[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.keys(node).flatMap((name) => [[node as Tree, name] as const, ...places((node as Tree)[name])]);
}

const pick = <T>(source: Random, values: readonly T[]): T => values[source.integer(0, values.length - 1)] as T;

/** One to three changes of a tree; `other` is where grafts come from. */
function mutateTree(source: Random, tree: Tree, other: Tree): void {
  for (let changes = source.integer(1, 3); changes > 0; changes--) {
    const all = places(tree);
    if (all.length === 0) return;
    const [parent, name] = pick(source, all);
    if (source.uniform() < 0.6) set(parent, name, nearby(source, parent[name]));
    else changeNames(source, parent, name, other);
  }
}

/** Own, whatever the name: "__proto__", too. Names of lists are no fields of JSON. */
function set(parent: Tree, name: string, value: unknown): void {
  if (Array.isArray(parent) && !/^\d+$/.test(name)) return;
  Object.defineProperty(parent, name, { value, configurable: true, enumerable: true, writable: true });
}

const NAMES = ["__proto__", "constructor", "prototype", "toString", "valueOf", "toJSON", "length", "note", "kind", "rows", "data", "0", ""];

function changeNames(source: Random, parent: Tree, name: string, other: Tree): void {
  const graft = (): unknown => {
    const [from, at] = pick(source, places(other));
    return structuredClone(from[at]);
  };
  switch (source.integer(0, 4)) {
    case 0:
      delete parent[name];
      return;
    case 1:
      set(parent, name, graft());
      return;
    case 2:
      set(parent, pick(source, NAMES), graft());
      return;
    case 3:
      set(parent, pick(source, NAMES), { gamma: 3, polluted: true, rows: 1, __proto__: null });
      return;
    default: {
      const value = parent[name];
      delete parent[name];
      set(parent, pick(source, NAMES), value);
    }
  }
}

const NUMBERS = [0, -0, 1, -1, 0.5, 2, 3, 4, 5, 16, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, -1e308, 5e-324, 1e-300, 1e21];
const WORDS = ["", "NaN", "Infinity", "-Infinity", "-0", "auto", "none", "constant", "linear", "rbf", "points", "a", "__proto__", "1"];

/** A value like the one there was, or quite another. */
function nearby(source: Random, value: unknown): unknown {
  if (source.uniform() < 0.25) return another(source, value);
  if (typeof value === "number") {
    const change = source.integer(0, 4);
    return change === 0 ? -value : change === 1 ? value + 1 : change === 2 ? value - 1 : change === 3 ? value * 2 : pick(source, NUMBERS);
  }
  if (typeof value === "string") return source.uniform() < 0.5 ? mutatedText(source, value) : changedNumbers(source, value);
  if (Array.isArray(value)) return changedList(source, value as unknown[]);
  if (typeof value === "boolean") return !value;
  return another(source, value);
}

function another(source: Random, value: unknown): unknown {
  switch (source.integer(0, 6)) {
    case 0:
      return null;
    case 1:
      return pick(source, NUMBERS);
    case 2:
      return pick(source, WORDS);
    case 3:
      return pick(source, [true, false]);
    case 4:
      return [value];
    case 5:
      return pick<unknown>(source, [[], {}, [[]], [{}], { rows: 1, cols: 1, data: "AAAAAAAA8D8=" }, nested(source.integer(1, 600))]);
    default:
      return encoded(Array.from({ length: source.integer(1, 16) }, () => pick(source, [...NUMBERS, Number.NaN, Infinity])));
  }
}

function nested(levels: number): unknown {
  let kernel: unknown = { kind: "linear" };
  for (let level = 0; level < levels; level++) kernel = { kind: "normalized", kernel };
  return kernel;
}

function changedList(source: Random, list: readonly unknown[]): unknown[] {
  const at = source.integer(0, Math.max(0, list.length - 1));
  switch (source.integer(0, 4)) {
    case 0:
      return list.slice(0, at);
    case 1:
      return [...list, list[at] ?? null];
    case 2:
      return list.slice().reverse();
    case 3:
      return list.flatMap((entry) => Array.from({ length: source.integer(1, 40) }, () => entry));
    default:
      return [...list.slice(0, at), null, ...list.slice(at)];
  }
}

function encoded(values: readonly number[]): string {
  return Buffer.from(Float64Array.from(values).buffer).toString("base64");
}

/** One number of an array another, one more, or one less. */
function changedNumbers(source: Random, text: string): string {
  const bytes = Buffer.from(text, "base64");
  const count = Math.floor(bytes.length / 8);
  if (count === 0) return encoded([pick(source, NUMBERS)]);
  const numbers = Array.from({ length: count }, (_, i) => bytes.readDoubleLE(8 * i));
  const change = source.integer(0, 5);
  if (change === 0) numbers.pop();
  else if (change === 1) numbers.push(pick(source, NUMBERS));
  else numbers[source.integer(0, count - 1)] = pick(source, [...NUMBERS, Number.NaN, Infinity, -Infinity]);
  return encoded(numbers);
}

const CHARACTERS = '0123456789"AZaz+/=_- ,:[]{}\\e.\u0000é';

/** One to three characters another, less or more, the end cut off, or a stretch of it twice. */
function mutatedText(source: Random, text: string): string {
  let mutated = text;
  for (let changes = source.integer(1, 3); changes > 0; changes--) {
    const at = source.integer(0, mutated.length);
    const end = Math.min(mutated.length, at + source.integer(0, 20));
    const character = CHARACTERS[source.integer(0, CHARACTERS.length - 1)] as string;
    const change = source.integer(0, 9);
    if (change < 4) mutated = mutated.slice(0, at) + character + mutated.slice(at + 1);
    else if (change < 6) mutated = mutated.slice(0, at) + mutated.slice(end);
    else if (change < 8) mutated = mutated.slice(0, end) + mutated.slice(at);
    else if (change < 9) mutated = mutated.slice(0, at) + character + mutated.slice(at);
    else mutated = mutated.slice(0, at);
  }
  return mutated;
}

/** Bytes of a header, those of its arrays, or any. */
function mutatedBytes(source: Random, bytes: Uint8Array, other: BaseFile): Uint8Array {
  const start = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const way = source.uniform();
  if (way < 0.25) return changedBytes(source, bytes);
  const body = bytes.slice(start);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start))) as { __metadata__: Record<string, string> };
  if (way < 0.5) mutateTree(source, header as unknown as Tree, JSON.parse(other.text) as Tree);
  else if (way < 0.8) {
    const model = JSON.parse(header.__metadata__.model as string) as Tree;
    mutateTree(source, model, JSON.parse(other.text) as Tree);
    header.__metadata__.model = JSON.stringify(model);
  } else {
    const at = 8 * source.integer(0, body.length / 8 - 1);
    new DataView(body.buffer).setFloat64(at, pick(source, [...NUMBERS, Number.NaN, Infinity, -Infinity]), true);
  }
  return assembled(JSON.stringify(header), body);
}

function assembled(header: string, body: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + body.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(body, 8 + text.length);
  return file;
}

const LENGTHS = [0n, 1n, 7n, 8n, 100_000_001n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];

function changedBytes(source: Random, bytes: Uint8Array): Uint8Array {
  const at = source.integer(0, bytes.length - 1);
  const file = bytes.slice();
  switch (source.integer(0, 5)) {
    case 0:
      return bytes.slice(0, at);
    case 1: {
      const longer = new Uint8Array(bytes.length + source.integer(1, 16));
      longer.set(bytes);
      return longer;
    }
    case 2:
      new DataView(file.buffer).setBigUint64(0, pick(source, LENGTHS), true);
      return file;
    case 3:
      file[source.integer(0, 7)] = source.integer(0, 255);
      return file;
    case 4:
      file.copyWithin(at, source.integer(0, bytes.length - 1), source.integer(0, bytes.length));
      return file;
    default:
      for (let flips = source.integer(1, 4); flips > 0; flips--) file[source.integer(0, bytes.length - 1)] = source.integer(0, 255);
      return file;
  }
}
