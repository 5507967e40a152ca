import type { About, DataDigest, Quantity } from "../models/about";
import { type Fields, fault, listOf, optional, type Part, readPositive, readText, recordOf } from "./fields";

const QUANTITIES = listOf(recordOf<Quantity>({ name: readText, unit: readText }));
const UNITS: Fields<NonNullable<About["units"]>> = { X: optional(QUANTITIES), y: optional(QUANTITIES) };
const DIGEST: Fields<DataDigest> = { rows: readPositive, cols: readPositive, targets: readPositive, sha256: readSha256 };
const ABOUT: Fields<About> = {
  name: optional(readText),
  mercer: readText,
  units: optional(recordOf(UNITS)),
  data: optional(recordOf(DIGEST)),
};

export const readAbout = recordOf(ABOUT);

function readSha256(part: Part): string {
  const digits = readText(part);
  if (/^[0-9a-f]{64}$/.test(digits)) return digits;
  throw fault(part.path, "must be 64 hexadecimal digits, in lower case");
}

/** @throws "format" unless there is a unit for each of d features, where that is known, and of t targets, and the digest is of as many */
export function requireAbout(about: About | undefined, d: number | null, t: number): void {
  const { units, data } = about ?? {};
  requireSize(units?.X?.length, d, "units.X");
  requireSize(units?.y?.length, t, "units.y");
  requireSize(data?.cols, d, "data.cols");
  requireSize(data?.targets, t, "data.targets");
}

function requireSize(size: number | undefined, needed: number | null, name: string): void {
  if (size === undefined || needed === null || size === needed) return;
  throw fault(`$.model.about.${name}`, `tells of ${size}, the model has ${needed}`);
}
