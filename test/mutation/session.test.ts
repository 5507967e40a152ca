import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";

const tool = async (name: string) => import(new URL(name, import.meta.url).href);
const [{ bundleTests }, { Session }] = [await tool("bundles.mjs"), await tool("session.mjs")];

const tree = mkdtempSync(join(tmpdir(), "mercer-session-"));
const session = new Session(tree);
afterAll(() => {
  session.stop();
  rmSync(tree, { recursive: true });
});

writeFileSync(
  join(tree, "source.ts"),
  `declare const mercerMutantIs: (id: number) => boolean;
export let calls = mercerMutantIs(3) ? 1 : 0;
export function next(): number {
  while (mercerMutantIs(2)) {}
  return (calls += mercerMutantIs(1) ? 2 : 1);
}
`,
);
writeFileSync(
  join(tree, "source.test.ts"),
  `import { afterAll, describe, expect, it } from "vitest";
import { calls, next } from "./source";
describe.each([0])("after %i calls", (before) => {
  it("begins anew each time", () => expect(calls).toBe(before));
  it("counts", async () => expect(next() * (await import("node:path")).sep.length).toBe(1));
  it("is not run once another has failed", () => expect(next()).toBe(2));
});
`,
);
const bundle = (await bundleTests(tree, tree, ["source.test.ts"], join(tree, "bundles"))).get("source.test.ts");

it("runs a test file anew each time, and finds a mutant and an endless one", async () => {
  for (let times = 0; times < 2; times++) {
    const { failed, tests, outside } = await session.run({ bundle, mutant: 0 }, 60);
    expect({ failed, outside }).toEqual({ failed: false, outside: [3] });
    expect(tests.map(({ reached }: { reached: number[] }) => reached)).toEqual([[], [2, 1], [2, 1]]);
  }
  const { failed, error, last } = await session.run({ bundle, mutant: 1 }, 60);
  expect({ failed, last }).toEqual({ failed: true, last: 1 });
  expect(error).toContain("expected 2 to be 1");
  expect(await session.run({ bundle, mutant: 2 }, 1)).toBe("timeout");
  expect(await session.run({ bundle, mutant: 0 }, 60)).toMatchObject({ failed: false });
});

it("runs the tests that are asked for, and no others", async () => {
  const { failed, tests } = await session.run({ bundle, mutant: 1, tests: [0] }, 60);
  expect(failed).toBe(false);
  expect(tests.map(({ reached }: { reached: number[] }) => reached)).toEqual([[], [], []]);
  expect(await session.run({ bundle, mutant: 0, tests: [2] }, 60)).toMatchObject({ failed: true, last: 2 });
});
