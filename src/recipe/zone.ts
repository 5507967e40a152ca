import { describeValue, mercerError } from "../errors";

/** Milliseconds of a minute. */
const MINUTE = 60_000;

const OFFSET = /^([+-])([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * A time zone that can be computed with.
 *
 * @throws "argument" unless it is "UTC", an offset as "+02:00", or a name that the host knows
 */
export function requireZone(zone: unknown): string {
  const isKnown = typeof zone === "string" && (zone === "UTC" || OFFSET.test(zone) || clockOf(zone) !== null);
  if (isKnown) return zone;
  const message = `timeZone must be "UTC", an offset as "+02:00" or a name as "Europe/Berlin"; it is ${describeValue(zone)}`;
  throw mercerError("argument", message, { argument: "timeZone", value: zone });
}

/** What the clocks of a time zone show at a point in time: milliseconds since 1970 as if the zone were UTC. */
export function clockTime(instant: number, zone: string): number {
  if (zone === "UTC") return instant;
  const offset = OFFSET.exec(zone);
  if (offset) {
    const minutes = 60 * Number(offset[2]) + Number(offset[3]);
    return instant + (offset[1] === "-" ? -minutes : minutes) * MINUTE;
  }
  return shownBy(clockOf(zone) as Intl.DateTimeFormat, instant);
}

const clocks = new Map<string, Intl.DateTimeFormat | null>();

/** Zones whose clocks are kept: there is no end of names that are none. */
const MOST = 64;

/** Null for a zone that the host does not know. Language, calendar and digits are fixed: nothing depends on those of the host. */
function clockOf(zone: string): Intl.DateTimeFormat | null {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = makeClock(zone);
  if (clocks.size >= MOST) clocks.clear();
  clocks.set(zone, clock);
  return clock;
}

function makeClock(timeZone: string): Intl.DateTimeFormat | null {
  const two = "2-digit";
  try {
    return new Intl.DateTimeFormat("en-US-u-ca-iso8601-nu-latn", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    });
  } catch {
    return null;
  }
}

function shownBy(clock: Intl.DateTimeFormat, instant: number): number {
  const shown = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const [year, month, day, hour, minute, second] = ["year", "month", "day", "hour", "minute", "second"].map((part) =>
    shown.get(part as "year"),
  );
  const date = new Date(0);
  date.setUTCFullYear(year as number, (month as number) - 1, day as number);
  date.setUTCHours(hour as number, minute as number, second as number);
  // no clock shows parts of a second
  return date.getTime() + (((instant % 1000) + 1000) % 1000);
}
