import { describe, expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import * as jobVerbs from "../../src/entries/jobs";
import * as linalg from "../../src/entries/linalg";
import * as serving from "../../src/entries/predict";
import * as statistics from "../../src/entries/statistics";
import * as tables from "../../src/entries/table";
import { type Block, view, withBlocks } from "../../src/wasm/memory";
import { digest } from "../engines/jobs/digest.mjs";
import { jobs } from "../engines/jobs/index.mjs";

const library = { ...mercer, ...linalg, jobs: jobVerbs, serving, statistics, tables };

/** Numbers of the memory that is filled: more than any job takes, less than what gets an instance of its own. */
const FREE = 7_000_000;

/** Everything that the resident instance gives out, and what it packs into, becomes ±`value` by turns. */
function fillFreeMemory(value: number): void {
  withBlocks({ free: FREE }, ({ free }, workspace) => {
    const all: Block = { address: workspace.scratch, length: (free.address - workspace.scratch) / 8 + FREE, type: "f64" };
    const numbers = view(workspace, all);
    numbers.set([value, -value]);
    for (let filled = 2; filled < numbers.length; filled *= 2) numbers.copyWithin(filled, 0, filled);
  });
}

async function hash(job: (verbs: object) => unknown, value: number): Promise<string> {
  fillFreeMemory(value);
  return digest(await job(library));
}

describe("no job reads memory that it has not written", () => {
  it.each(Object.entries(jobs))("%s", async (_, job) => {
    expect(await hash(job, 1e300)).toBe(await hash(job, Number.NaN));
  });

  it("nor does the descent on kinked losses with fewer weights than points, the step being chosen by itself", () => {
    const X = Array.from({ length: 50 }, (_, i) => [Math.sin(i), Math.cos(2 * i)] as const);
    const y = X.map(([a, b]) => 3 * a - b + 1);
    for (const loss of ["absolute", "epsilonInsensitive", "hinge"] as const) {
      const targets = loss === "hinge" ? y.map((value) => (value > 1 ? 1 : -1)) : y;
      const estimator = mercer.linearDescent({ loss, iterations: 200, intercept: true });
      const runs = [0, 1e300, Number.NaN].map((value) => {
        fillFreeMemory(value);
        const { weights, intercept, report } = mercer.fit(estimator, X, targets);
        return { weights, intercept, step: report.step, loss: report.trainingLoss };
      });
      expect(runs[1]).toEqual(runs[0]);
      expect(runs[2]).toEqual(runs[0]);
    }
  });
});
