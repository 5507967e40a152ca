import { describeValue, type MercerError, mercerError } from "../errors";
import { isCount } from "../matrix";

/** Where the elements of a matrix are in its data: element (i, j) at offset + i·rowStride + j·columnStride. */
export interface Layout {
  readonly rows: number;
  readonly cols: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly offset: number;
}

interface View {
  readonly shape?: unknown;
  readonly rows?: unknown;
  readonly cols?: unknown;
  readonly stride?: unknown;
  readonly strides?: unknown;
  readonly offset?: unknown;
  readonly order?: unknown;
}

/**
 * The layout of a matrix with data, by whichever of its fields tell it: `shape`, or `rows` and `cols`; `strides` or `stride`, counted in elements; `offset`;
 * without strides `order`, row by row unless given.
 *
 * @throws "shape" where the fields contradict each other or lead beyond the data, or where others speak of strides
 */
export function layoutOf(view: View, length: number, name: string): Layout {
  const [rows, cols] = sizeOf(view, name);
  const given = stridesOf(view, name);
  const offset = view.offset ?? 0;
  requireKnownFields(view, given !== null, name);
  if (!isCount(offset)) throw wrong(name, `the offset ${describeValue(offset)}; it must be a whole number, counted in elements`);
  const [rowStride, columnStride] = given ?? (isByColumns(view, name) ? [1, rows] : [cols, 1]);
  if (given === null && view.offset === undefined && length !== rows * cols) {
    throw wrong(name, `${rows} × ${cols} elements, its data ${length}; give strides and an offset for a part of it`);
  }
  const layout = { rows, cols, rowStride, columnStride, offset };
  requireWithin(layout, length, name);
  return layout;
}

function sizeOf(view: View, name: string): readonly [number, number] {
  const { shape, rows, cols } = view;
  if (shape === undefined && !("shape" in view)) {
    if (isCount(rows) && isCount(cols)) return [rows, cols];
    throw wrong(name, `${describeValue(rows)} rows and ${describeValue(cols)} columns; both must be whole numbers`);
  }
  const pair = pairOf(shape);
  if (!pair?.every(isCount)) throw wrong(name, `the shape ${listed(shape)}; a matrix has two dimensions`);
  const differs = (size: unknown, from: number): boolean => isCount(size) && size !== from;
  if (differs(rows, pair[0]) || differs(cols, pair[1])) throw wrong(name, `the shape ${listed(shape)} and other numbers of rows and cols`);
  return pair;
}

/** Rows and columns from one element to the next, null where they are not given. */
function stridesOf(view: View, name: string): readonly [number, number] | null {
  const given = [view.stride, view.strides].filter((one) => one !== undefined && one !== null);
  if (given.length === 0) return null;
  const [first, ...others] = given.map((one) => {
    const pair = pairOf(one);
    if (!pair?.every(Number.isInteger)) throw wrong(name, `the strides ${listed(one)}; two whole numbers are needed, counted in elements`);
    return pair;
  });
  const strides = first as readonly [number, number];
  if (others.some((one) => one[0] !== strides[0] || one[1] !== strides[1])) throw wrong(name, "a stride and strides that differ");
  return strides;
}

function isByColumns({ order }: View, name: string): boolean {
  if (order === undefined || order === null || order === "row-major" || order === "C") return false;
  if (order === "column-major" || order === "F") return true;
  throw wrong(name, `the order ${describeValue(order)}; it is "row-major" or "column-major", or told by strides`);
}

/** Words in the names of fields that speak of strides in another form, and of an offset. */
const STRIDES = ["stride", "major", "transpose", "layout", "leading"];
const OFFSET = "offset";
const KNOWN = ["stride", "strides", "offset", "order"];

/** @throws "shape" for fields that tell of strides or an offset by other names than ours, unless ours are there too */
function requireKnownFields(view: View, hasStrides: boolean, name: string): void {
  const words = [...(hasStrides ? [] : STRIDES), ...(view.offset === undefined ? [OFFSET] : [])];
  if (words.length === 0) return;
  for (const key of fieldsOf(view)) {
    const lower = key.toLowerCase();
    if (KNOWN.includes(key) || !words.some((word) => lower.includes(word))) continue;
    const value: unknown = view[key as keyof View];
    if (!value || typeof value === "function") continue;
    throw wrong(name, `a field ${key}, which is not understood; give strides and offset, counted in elements`);
  }
}

/** The names of an object's fields, and of those of its class. */
function fieldsOf(value: object): readonly string[] {
  const names = Object.keys(value);
  for (let owner = Object.getPrototypeOf(value); owner && Object.getPrototypeOf(owner); owner = Object.getPrototypeOf(owner)) {
    names.push(...Object.getOwnPropertyNames(owner));
  }
  return names;
}

function requireWithin({ rows, cols, rowStride, columnStride, offset }: Layout, length: number, name: string): void {
  if (rows === 0 || cols === 0) return;
  const [down, right] = [(rows - 1) * rowStride, (cols - 1) * columnStride];
  const first = offset + Math.min(0, down) + Math.min(0, right);
  const last = offset + Math.max(0, down) + Math.max(0, right);
  if (first >= 0 && last < length) return;
  const where = `strides ${rowStride}, ${columnStride} and offset ${offset}`;
  throw wrong(name, `${rows} × ${cols} elements by ${where}, from ${first} to ${last} of its data; those are 0 to ${length - 1}`);
}

function pairOf(value: unknown): readonly [number, number] | null {
  if (typeof value !== "object" || value === null || !("length" in value) || value.length !== 2) return null;
  const pair = value as ArrayLike<number>;
  return [pair[0] as number, pair[1] as number];
}

function listed(value: unknown): string {
  return Array.isArray(value) || ArrayBuffer.isView(value)
    ? `(${Array.from(value as ArrayLike<unknown>, describeValue).join(", ")})`
    : describeValue(value);
}

function wrong(name: string, what: string): MercerError {
  return mercerError("shape", `${name} has ${what}`, { argument: name });
}
