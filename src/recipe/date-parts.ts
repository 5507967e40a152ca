import { squaredSine } from "../special/elementary";

/**
 * What of a date becomes a number, by the clock of its time zone.
 *
 *     year        2026
 *     month       1 to 12
 *     day         of the month, 1 to 31
 *     dayOfYear   1 to 366
 *     dayOfWeek   1, a Monday, to 7
 *     hour        0 to 23
 *     timeOfDay   hours since midnight with their fraction
 *     time        days since the beginning of 1970 with their fraction
 */
export type DatePart = CyclicPart | "year" | "time";

/** Parts that begin anew. */
export type CyclicPart = "month" | "day" | "dayOfYear" | "dayOfWeek" | "hour" | "timeOfDay";

export const CYCLIC_PARTS: readonly CyclicPart[] = ["month", "day", "dayOfYear", "dayOfWeek", "hour", "timeOfDay"];
export const DATE_PARTS: readonly DatePart[] = ["year", ...CYCLIC_PARTS, "time"];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A part of a date, which is given as its clock shows it: milliseconds since 1970 as if in UTC. */
export function partOf(clock: number, part: DatePart): number {
  const date = new Date(clock);
  switch (part) {
    case "year":
      return date.getUTCFullYear();
    case "month":
      return date.getUTCMonth() + 1;
    case "day":
      return date.getUTCDate();
    case "dayOfYear":
      return Math.floor((clock - startOfYear(date, 0)) / DAY) + 1;
    case "dayOfWeek":
      return ((date.getUTCDay() + 6) % 7) + 1;
    case "hour":
      return date.getUTCHours();
    case "timeOfDay":
      return (clock - Math.floor(clock / DAY) * DAY) / HOUR;
    case "time":
      return clock / DAY;
    default:
      return part satisfies never;
  }
}

/** How many of a part its cycle has: days of this month, of this year. */
function lengthOf(clock: number, part: CyclicPart): number {
  const date = new Date(clock);
  switch (part) {
    case "month":
      return 12;
    case "day":
      return new Date(startOfMonth(date, 1) - DAY).getUTCDate();
    case "dayOfYear":
      return (startOfYear(date, 1) - startOfYear(date, 0)) / DAY;
    case "dayOfWeek":
      return 7;
    case "hour":
    case "timeOfDay":
      return 24;
    default:
      return part satisfies never;
  }
}

/** Sine and cosine of 2πt, t the share of the cycle that is over: cos 2πt = 1 − 2 sin² πt. */
export function turnOf(clock: number, part: CyclicPart): readonly [number, number] {
  const first = part === "hour" || part === "timeOfDay" ? 0 : 1;
  const t = (partOf(clock, part) - first) / lengthOf(clock, part);
  return [1 - 2 * squaredSine(t - 0.25), 1 - 2 * squaredSine(t)];
}

function startOfYear(date: Date, later: number): number {
  return new Date(0).setUTCFullYear(date.getUTCFullYear() + later, 0, 1);
}

function startOfMonth(date: Date, later: number): number {
  return new Date(0).setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + later, 1);
}
