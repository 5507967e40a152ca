import { describe, expect, it } from "vitest";
import { applyRecipe } from "../../src/recipe/apply-recipe";
import { type CyclicPart, DATE_PARTS, type DatePart } from "../../src/recipe/date-parts";
import { fitRecipe } from "../../src/recipe/fit-recipe";

function partsOf(value: unknown, timeZone = "UTC", parts: readonly DatePart[] = DATE_PARTS): Record<string, number> {
  const fitted = fitRecipe({ columns: { d: { kind: "date", parts } }, timeZone }, [{ d: value }]);
  const { X } = applyRecipe(fitted, [{ d: value }]);
  return Object.fromEntries(fitted.features.map((name, k) => [name.slice(2), X.data[k] as number]));
}

function turnOf(value: unknown, part: CyclicPart): number[] {
  const fitted = fitRecipe({ columns: { d: { kind: "date", cyclic: [part] } } }, [{ d: value }]);
  expect(fitted.features).toEqual([`sin d ${part}`, `cos d ${part}`]);
  return Array.from(applyRecipe(fitted, [{ d: value }]).X.data);
}

describe("parts of a date", () => {
  it("are those of the clock", () => {
    expect(partsOf("2024-12-31T18:45:00Z")).toEqual({
      year: 2024,
      month: 12,
      day: 31,
      dayOfYear: 366,
      dayOfWeek: 2,
      hour: 18,
      timeOfDay: 18.75,
      time: 20088.78125,
    });
    expect(partsOf("1969-07-20")).toEqual({
      year: 1969,
      month: 7,
      day: 20,
      dayOfYear: 201,
      dayOfWeek: 7,
      hour: 0,
      timeOfDay: 0,
      time: -165,
    });
    expect(partsOf("0001-01-01", "UTC", ["year", "dayOfYear"])).toEqual({ year: 1, dayOfYear: 1 });
  });

  it("are the same of a Date, of milliseconds and of text", () => {
    const text = partsOf("2026-03-09T12:30:15.250Z");
    const instant = Date.UTC(2026, 2, 9, 12, 30, 15, 250);
    for (const value of [
      new Date(instant),
      instant,
      BigInt(instant),
      "2026-03-09 12:30:15.250",
      "2026/03/09 12:30:15.25",
      "2026-03-09T14:30:15.25+02:00",
    ]) {
      expect(partsOf(value)).toEqual(text);
    }
  });

  it.each([
    "2026-13-01",
    "2026-02-29",
    "2026-03-09T24:00:00",
    "9.3.2026",
    "March 9, 2026",
    "2026-03-09T12:00:00+25:00",
    1970,
    2026,
    new Date(Number.NaN),
    1e18,
    true,
  ])("are not guessed: %s", (value) => {
    expect(() => partsOf(value)).toThrow(expect.objectContaining({ code: "argument", column: "d", row: 0 }));
  });
});

describe("time zones", () => {
  const parts = ["day", "hour"] as const;

  it("by an offset", () => {
    expect(partsOf("2026-03-09T23:30:00Z", "+02:00", parts)).toEqual({ day: 10, hour: 1 });
    expect(partsOf("2026-03-09T01:00:00Z", "-03:30", parts)).toEqual({ day: 8, hour: 21 });
  });

  it("by name, in winter and in summer", () => {
    expect(partsOf(new Date("2026-01-15T12:00:00Z"), "Europe/Berlin", parts)).toEqual({ day: 15, hour: 13 });
    expect(partsOf(new Date("2026-07-15T23:00:00Z"), "Europe/Berlin", parts)).toEqual({ day: 16, hour: 1 });
    expect(partsOf(new Date("2026-07-15T23:00:00.125Z"), "America/New_York", ["time"]).time).toBe(
      Date.UTC(2026, 6, 15, 19, 0, 0, 125) / 864e5,
    );
    expect(partsOf(new Date(-1), "Europe/London", ["hour", "time"])).toEqual({ hour: 0, time: (3_600_000 - 1) / 864e5 });
  });

  it("a text without one is what the clock shows", () => {
    for (const zone of ["UTC", "+02:00", "Asia/Tokyo"]) expect(partsOf("2026-03-09T23:30:00", zone, parts)).toEqual({ day: 9, hour: 23 });
  });

  it("that there are not are refused", () => {
    expect(() => partsOf("2026-03-09", "Mars/Olympus")).toThrow(expect.objectContaining({ code: "argument", argument: "timeZone" }));
  });

  it("of the host do not matter, nor does its language", () => {
    const before = process.env.TZ;
    try {
      const found = ["UTC", "Asia/Tokyo", "America/New_York"].map((zone) => {
        process.env.TZ = zone;
        return [partsOf(new Date(Date.UTC(2026, 2, 9, 23, 30))), partsOf("2026-03-09"), partsOf(Date.UTC(2026, 6, 1), "Europe/Berlin")];
      });
      expect(found[1]).toEqual(found[0]);
      expect(found[2]).toEqual(found[0]);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});

describe("cyclic parts", () => {
  it.each<[CyclicPart, string, number]>([
    ["month", "2026-01-15", 0],
    ["month", "2026-04-15", 1 / 4],
    ["day", "2026-02-15", 1 / 2],
    ["dayOfYear", "2024-07-02", 1 / 2],
    ["dayOfWeek", "2026-03-09", 0],
    ["hour", "2026-03-09T18:59:00Z", 3 / 4],
    ["timeOfDay", "2026-03-09T03:00:00Z", 1 / 8],
    ["timeOfDay", "2026-03-09T16:24:36Z", 0.68375],
  ])("%s of %s is %f of a turn", (part, date, turn) => {
    const [sine, cosine] = turnOf(date, part) as [number, number];
    // 1 − 2 sin²: twice the error of sin² πx, less than an ulp of 1, and the rounding of the difference
    expect(Math.abs(sine - Math.sin(2 * Math.PI * turn))).toBeLessThan(4 * Number.EPSILON);
    expect(Math.abs(cosine - Math.cos(2 * Math.PI * turn))).toBeLessThan(4 * Number.EPSILON);
  });
});
