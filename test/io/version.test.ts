import { expect, it } from "vitest";
import { MEMORY } from "../../src/io/leaves";
import { migrated, VERSION } from "../../src/io/version";
import { errorOf } from "../support/errors";

const part = (value: unknown, path: string) => ({ value, path, leaves: MEMORY });
const said =
  (word: string) =>
  (model: unknown): unknown => [...(model as string[]), word];

it("a model of an older version goes through every migration after it, in order", () => {
  const migrations = [said("to 2"), said("to 3"), said("to 4")];
  const read = (version: unknown) => migrated(part([], "$.model"), part(version, "$.version"), migrations);
  expect(read(1)).toEqual(part(["to 2", "to 3", "to 4"], "$.model"));
  expect(read(3).value).toEqual(["to 4"]);
  expect(read(4).value).toEqual([]);
  for (const version of [0, -1, 1.5, "1", null, Number.NaN, 5, Infinity]) {
    const error = errorOf(() => read(version));
    expect(error).toMatchObject({ code: "format", path: "$.version" });
    expect(error.message.includes("written by a newer mercer")).toBe(version === 5 || version === Infinity);
  }
});

it("the version that is written is the latest that is read", () => {
  expect(migrated(part([], "$.model"), part(VERSION, "$.version")).value).toEqual([]);
  expect(errorOf(() => migrated(part([], "$.model"), part(VERSION + 1, "$.version"))).message).toContain("newer");
});
