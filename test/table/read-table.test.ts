import {
  Table as ArrowTable,
  Bool,
  DateDay,
  Float64,
  Int64,
  TimestampMillisecond,
  tableFromIPC,
  tableToIPC,
  vectorFromArray,
} from "apache-arrow";
import { table as arquero, desc } from "arquero";
import { describe, expect, it } from "vitest";
import { readTable } from "../../src/table/read-table";
import type { TableLike } from "../../src/table/table";

const OBJECTS = [
  { hp: 130, origin: "USA", ok: true },
  { hp: null, origin: "Japan", ok: false },
  { hp: 97.5, origin: "USA", ok: true },
];

/** As Danfo has it: names, rows, and a method for one column. */
class Frame {
  readonly columns = ["hp", "origin", "ok"];
  readonly shape = [3, 3];
  get values(): unknown[] {
    return OBJECTS.map(({ hp, origin, ok }) => [hp, origin, ok]);
  }
  column(): unknown {
    return null;
  }
}

function arrow(): ArrowTable {
  return new ArrowTable({
    hp: vectorFromArray([130, null, 97.5], new Float64()),
    origin: vectorFromArray(["USA", "Japan", "USA"]),
    ok: vectorFromArray([true, false, true], new Bool()),
  });
}

const COLUMNS = { hp: [130, null, 97.5], origin: ["USA", "Japan", "USA"], ok: [true, false, true] };

const FORMS: readonly [string, TableLike][] = [
  ["objects", OBJECTS],
  ["objects with their names, as d3 has them", Object.assign([...OBJECTS], { columns: ["hp", "origin", "ok"] })],
  [
    "objects of which one lacks a field",
    [
      { hp: 130, origin: "USA", ok: true },
      { origin: "Japan", ok: false },
      { hp: 97.5, origin: "USA", ok: true },
    ],
  ],
  ["columns", COLUMNS],
  [
    "columns of Arrow's vectors",
    { hp: arrow().getChild("hp"), origin: arrow().getChild("origin"), ok: arrow().getChild("ok") } as TableLike,
  ],
  ["Apache Arrow", arrow()],
  ["Apache Arrow from a file", tableFromIPC(tableToIPC(arrow()))],
  ["rows of Apache Arrow", arrow().toArray()],
  ["Arquero", arquero(COLUMNS)],
  ["Danfo", new Frame()],
];

/** null and undefined are both no value. */
function contents(value: TableLike): unknown {
  const { rows, names, column } = readTable(value);
  return { rows, columns: names.map((name) => [name, Array.from(column(name), (cell) => cell ?? null)]) };
}

describe("a table", () => {
  it.each(FORMS)("as %s has the same columns", (_, form) => {
    expect(contents(form)).toEqual({ rows: 3, columns: Object.entries(COLUMNS) });
  });

  it("of Arquero is read in its order and without what it filters out", () => {
    const shown = arquero(COLUMNS)
      .filter((row: { origin: string }) => row.origin === "USA")
      .orderby(desc("origin"), "hp");
    expect(readTable(shown).column("hp")).toEqual([97.5, 130]);
  });

  it("of Apache Arrow has dates and times as dates, and whole numbers as BigInts", () => {
    const days = vectorFromArray([new Date("2026-03-09T00:00:00Z")], new DateDay());
    const times = vectorFromArray([new Date("2026-03-09T12:30:00.5Z")], new TimestampMillisecond());
    const table = readTable(new ArrowTable({ days, times, whole: vectorFromArray([7n], new Int64()) }));
    expect(table.column("days")).toEqual([new Date(Date.UTC(2026, 2, 9))]);
    expect(table.column("times")).toEqual([new Date(Date.UTC(2026, 2, 9, 12, 30, 0, 500))]);
    expect(table.column("whole")).toEqual([7n]);
  });

  it("has its columns in one order, whatever it is: whole numbers first", () => {
    const forms: TableLike[] = [
      [{ b: 1, 10: 2, 9: 3 }],
      { b: [1], 10: [2], 9: [3] },
      new ArrowTable({ b: vectorFromArray([1]), 10: vectorFromArray([2]), 9: vectorFromArray([3]) }),
    ];
    for (const form of forms) expect(readTable(form).names).toEqual(["9", "10", "b"]);
  });

  it("reads a field of a row only where it is the row's own", () => {
    expect(readTable([{ constructor: 1 }, {}]).column("constructor")).toEqual([1, undefined]);
  });
});

describe("what is refused", () => {
  const cyclic = {
    get a(): never {
      throw new Error("no");
    },
  };
  it.each<[string, unknown, object]>([
    ["no table", 7, { code: "argument", argument: "rows", message: expect.stringContaining("an array of objects") }],
    ["null", null, { code: "argument" }],
    ["an object without columns", {}, { code: "argument" }],
    ["no rows", [], { code: "shape", message: "rows has no rows; at least one is needed" }],
    ["empty columns", { a: [] }, { code: "shape" }],
    ["rows of a matrix", [[1, 2]], { code: "argument", row: 0, message: expect.stringContaining("use the verbs of mercer") }],
    ["a row that is none", [{ a: 1 }, null], { code: "argument", row: 1 }],
    [
      "columns of two lengths",
      { a: [1, 2], b: [1] },
      { code: "shape", column: "b", message: 'column "b" of rows has 1 values, column "a" has 2' },
    ],
    ["a row alone", { a: "x", b: 5 }, { code: "argument", column: "a", message: expect.stringContaining("a list of one: [row]") }],
    ["a column that is none", { a: [1], b: 5 }, { code: "argument", column: "b" }],
    ["a name that objects lose", [JSON.parse('{ "__proto__": 1, "a": 2 }')], { code: "argument", column: "__proto__" }],
    [
      "two columns of one name in CSV",
      Object.assign([{ a: "2" }], { columns: ["a", "a"] }),
      { code: "argument", column: "a", message: expect.stringContaining("two columns called") },
    ],
    ["a getter that throws", [cyclic], { code: "argument", cause: expect.any(Error) }],
  ])("%s", (_, value, error) => {
    const read = (): unknown => {
      const table = readTable(value as TableLike);
      return table.names.map(table.column);
    };
    expect(read).toThrow(expect.objectContaining(error));
  });
});
