import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { caseOf, casesEverywhere } from "./case-of";
import { ENTRIES, VERBS } from "./entries";
import { endPool } from "./pooled";
import { runCase } from "./run-case";
import type { Case } from "./term";
import { MAKERS, mismatched } from "./verbs";

interface Found extends Case {
  /** What was wrong with it. */
  readonly was: string;
  /** "accepted", or the code with which it is refused. */
  readonly want: string;
}

afterAll(endPool);

const folder = new URL("corpus/", import.meta.url);
const corpus = readdirSync(folder).map(
  (name) => [name.replace(".json", ""), JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Found] as const,
);

it("every exported function has a generator, and every generator a function", () => {
  expect(mismatched()).toEqual([]);
  const entries = readdirSync(new URL("../../src/entries/", import.meta.url)).map((name) =>
    name.replace(".ts", "").replace("index", "mercer"),
  );
  expect(Object.keys(ENTRIES).sort()).toEqual(entries.sort());
  expect(VERBS.size).toBeGreaterThan(200);
});

describe("cases that were wrong once", () => {
  it.each(corpus)("%s", async (_, { verb, args, want }) => {
    const outcome = await runCase({ verb, args });
    expect(outcome).toEqual(want === "accepted" ? { end: "accepted" } : { end: "refused", code: want });
  });
});

describe("a call of every verb", () => {
  const seldom = /auto|tune|Laws/;
  it("of a fixed seed is answered rightly or refused by a code", async () => {
    let accepted = 0;
    for (const [index, verb] of [...MAKERS.keys()].filter((name) => !seldom.test(name)).entries()) {
      const outcome = await runCase(caseOf(1, index, verb));
      expect(outcome, `${verb}, case ${index}`).not.toMatchObject({ end: "wrong" });
      if (outcome.end === "accepted") accepted++;
    }
    expect(accepted).toBeGreaterThan(100);
  });
});

describe("each hostile or extreme value in each place of a call of every quick verb", () => {
  /** The run of the command has all of them. */
  const EVERY = 31;
  it("is answered rightly or refused by a code", { timeout: 120_000 }, async () => {
    let refused = 0;
    for (const [index, of] of [...casesEverywhere(1)].entries()) {
      if (index % EVERY !== 0) continue;
      const outcome = await runCase(of);
      expect(outcome, `${of.verb}, case ${index}: ${JSON.stringify(of.args)}`).not.toMatchObject({ end: "wrong" });
      if (outcome.end === "refused") refused++;
    }
    expect(refused).toBeGreaterThan(1000);
  });
});

describe("what the oracles are for", () => {
  it.each([
    ["linalg.matmul", { rows: 1, cols: 1, data: Float64Array.of(1.0000000001) }],
    ["linalg.matmul", { rows: 1, cols: 1, data: Float64Array.of(Number.NaN) }],
    ["mercer.rmse", 1.0000001],
  ])("a wrong result of %s is found", async (verb, value) => {
    const { judgementOf } = await import("./oracles");
    const one = { $: "matrix", form: "matrix", rows: 1, cols: 1, of: [1] } as const;
    const zero = { ...one, of: [0] };
    const args = verb === "linalg.matmul" ? [one, one] : [one, zero];
    expect(judgementOf({ verb, args }, [], value)).not.toBeNull();
  });
});
