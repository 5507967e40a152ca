/** A type of numbers in a file: how many bytes one takes, and how it is read and written. */
export interface NumberType {
  readonly bytes: number;
  /** Whole numbers from here to there; null for floating point. */
  readonly range: readonly [least: number, most: number] | null;
  read(view: DataView, at: number, little: boolean): number;
  write(view: DataView, at: number, value: number, little: boolean): void;
}

/** By their bytes: two's complement, whatever the sign. */
const WRITE_WHOLE: Readonly<Record<number, NumberType["write"]>> = {
  1: (view, at, value) => view.setUint8(at, value),
  2: (view, at, value, little) => view.setUint16(at, value, little),
  4: (view, at, value, little) => view.setUint32(at, value, little),
  8: (view, at, value, little) => view.setBigInt64(at, BigInt(value), little),
};

/** By their names in `descr`, less the order of bytes. */
const TYPES: Readonly<Record<string, NumberType>> = {
  f8: {
    bytes: 8,
    range: null,
    read: (view, at, little) => view.getFloat64(at, little),
    write: (view, at, value, little) => view.setFloat64(at, value, little),
  },
  f4: {
    bytes: 4,
    range: null,
    read: (view, at, little) => view.getFloat32(at, little),
    write: (view, at, value, little) => view.setFloat32(at, value, little),
  },
  i1: whole(1, true, (view, at) => view.getInt8(at)),
  i2: whole(2, true, (view, at, little) => view.getInt16(at, little)),
  i4: whole(4, true, (view, at, little) => view.getInt32(at, little)),
  i8: whole(8, true, (view, at, little) => Number(view.getBigInt64(at, little))),
  u1: whole(1, false, (view, at) => view.getUint8(at)),
  u2: whole(2, false, (view, at, little) => view.getUint16(at, little)),
  u4: whole(4, false, (view, at, little) => view.getUint32(at, little)),
  u8: whole(8, false, (view, at, little) => Number(view.getBigUint64(at, little))),
  b1: whole(1, false, (view, at) => view.getUint8(at)),
};

export interface Descr {
  readonly type: NumberType;
  readonly little: boolean;
}

/** "<f8", ">i4", "|u1"; null for what is none of these. */
export function readDescr(descr: string): Descr | null {
  const name = descr.slice(1);
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  const order = descr.charAt(0);
  if (!type || !(order === "<" || order === ">" || (order === "|" && type.bytes === 1))) return null;
  return { type, little: order === "<" };
}

/** Numbers of 64 bits are taken as far as they are exact. */
function whole(bytes: number, signed: boolean, read: NumberType["read"]): NumberType {
  const most = bytes === 8 ? Number.MAX_SAFE_INTEGER : 2 ** (8 * bytes - (signed ? 1 : 0)) - 1;
  const least = signed ? (bytes === 8 ? -most : -most - 1) : 0;
  return { bytes, range: [least, most], read, write: WRITE_WHOLE[bytes] as NumberType["write"] };
}
