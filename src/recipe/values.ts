import { clockTime } from "./zone";

/** Values of cells as each kind of column reads them: undefined for what is none of that kind. */

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Whether a text is a number in decimal digits, blanks around it aside. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text.trim());
}

/** A number as it is; of a text its decimal number; of a BigInt its number where that is the same. It may be infinite. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return BigInt(Number(value)) === value ? Number(value) : undefined;
  return typeof value === "string" && isDecimal(value) ? Number(value) : undefined;
}

/** A category is a text: 4 and "4" are the same, so that a CSV file gives the same categories as the numbers it was written from. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : undefined;
  return typeof value === "string" || typeof value === "boolean" || typeof value === "bigint" ? String(value) : undefined;
}

const BOOLEANS: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  [true, 1],
  [false, 0],
  [1, 1],
  [0, 0],
  [1n, 1],
  [0n, 0],
  ["true", 1],
  ["false", 0],
  ["1", 1],
  ["0", 0],
]);

/** 1 or 0. */
export function booleanOf(value: unknown): number | undefined {
  return BOOLEANS.get(typeof value === "string" ? value.trim().toLowerCase() : value);
}

/** Milliseconds since 1970 as the clock of a time zone shows them. A text without a zone of its own is what that clock shows. */
export function clockOfDate(value: unknown, zone: string): number | undefined {
  if (typeof value === "string") return clockOfText(value.trim(), zone);
  const instant = isDate(value) ? value.getTime() : isMilliseconds(value) ? Number(value) : undefined;
  return instant === undefined || inRange(instant) === undefined ? undefined : inRange(clockTime(instant, zone));
}

/** Numbers that may be years are no milliseconds: nobody has dates in the first ten seconds of 1970. */
function isMilliseconds(value: unknown): boolean {
  return (typeof value === "number" || typeof value === "bigint") && (Number(value) === 0 || Math.abs(Number(value)) >= 10_000);
}

export function isDate(value: unknown): value is Date {
  try {
    return Object.prototype.toString.call(value) === "[object Date]" && Number.isFinite((value as Date).getTime());
  } catch {
    // what cannot be looked at, or only calls itself a date
    return false;
  }
}

const DATE = /^(\d{4})([-/])(\d\d)\2(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?$/;

/** Whether a text is a date in the order year, month, day, with or without a time. */
export function isDateText(text: string): boolean {
  return clockOfText(text.trim(), "UTC") !== undefined;
}

function clockOfText(text: string, zone: string): number | undefined {
  const parts = DATE.exec(text);
  if (!parts) return undefined;
  const [year, month, day] = [1, 3, 4].map((at) => Number(parts[at])) as [number, number, number];
  const [hour, minute, second] = [5, 6, 7].map((at) => Number(parts[at] ?? 0)) as [number, number, number];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isDay = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isDay || hour > 23 || minute > 59 || second > 59) return undefined;
  const shown = date.setUTCHours(hour, minute, second, Number((parts[8] ?? "").padEnd(3, "0")));
  const own = parts[9];
  if (own === undefined) return inRange(shown);
  return inRange(clockTime(own === "Z" ? shown : 2 * shown - clockTime(shown, own), zone));
}

/** Years that have four digits: others are mistakes of units, seconds for milliseconds among them, or no dates. */
function inRange(clock: number): number | undefined {
  const year = new Date(clock).getUTCFullYear();
  return year >= 0 && year <= 9999 ? clock : undefined;
}
