import { expect, it } from "vitest";

const tool = async (name: string) => import(new URL(name, import.meta.url).href);
const [{ Judge }, { partOf }] = [await tool("judge.mjs"), await tool("part.mjs")];

interface Asked {
  readonly bundle: string;
  readonly mutant: number;
  readonly tests?: readonly number[];
}

const reaches = (reached: number[][], outside: number[] = []) => ({
  seconds: 1 + reached.length,
  tests: reached.map((each) => ({ seconds: 1, reached: each })),
  outside,
});

/** The outcome for mutant 7, what was asked on the way, where a test file answers as `fails` says: the number of the first test that fails. */
const judged = async (fails: (asked: Asked) => number | undefined, reach: Record<string, ReturnType<typeof reaches>>, budget = 20) => {
  const asked: string[] = [];
  const run = async (one: Asked) => {
    asked.push(`${one.bundle} ${one.mutant} ${one.tests ?? "all"}`);
    const last = fails(one);
    return { failed: last !== undefined, last };
  };
  const paths = Object.keys(reach);
  const judge = new Judge({ run }, new Map(paths.map((path) => [path, path])), { of: async (path: string) => reach[path] }, budget);
  const outcome = await judge.judge(
    { id: 7 },
    paths.map((path) => ({ path, nearness: 0 })),
  );
  return { end: outcome.end, of: outcome.of, asked };
};

it("takes of a test file the tests that come to the place, all where it is come to outside of tests, none where it is not", () => {
  const tests = [[1], [1, 2], [3]];
  expect(partOf(reaches(tests), 1)).toEqual({ tests: [0, 1], seconds: 3, whole: 4 });
  expect(partOf(reaches(tests, [1]), 1)).toEqual({ tests: undefined, seconds: 4, whole: 4 });
  expect(partOf(reaches(tests), 4)).toBe(undefined);
  expect(partOf({ fault: "takes more than 8 s" }, 1)).toBe(undefined);
});

it("asks the tests that come to the place until one fails, which passes without the mutant", async () => {
  const reach = { long: reaches([[7], [7]]), none: reaches([[1]]), short: reaches([[1], [7], [7]]) };
  const fails = ({ bundle, mutant }: Asked) => (bundle === "short" && mutant === 7 ? 1 : undefined);
  expect(await judged(fails, { ...reach, short: reaches([[7], [1]]) })).toEqual({
    end: "killed",
    of: 2,
    asked: ["short 7 0", "short 0 0"],
  });
  expect(await judged(() => undefined, reach)).toEqual({ end: "survived", of: 2, asked: ["long 7 0,1", "short 7 1,2"] });
  expect(await judged(() => undefined, reach, 5)).toEqual({ end: "survived", of: 2, asked: ["long 7 0,1"] });
});

it("finds nothing by tests that fail without those before them", async () => {
  const needsTheFirst = ({ tests }: Asked) => (tests?.includes(0) === false ? 1 : undefined);
  expect(await judged(needsTheFirst, { file: reaches([[1], [7], [7]]) })).toEqual({
    end: "survived",
    of: 1,
    asked: ["file 7 1,2", "file 0 1", "file 7 all"],
  });
});
