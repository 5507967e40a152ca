import { describe, expect, it } from "vitest";
import { type Matrix, nystrom, rbf } from "../../src/entries/index";
import { mergeJobs, predictionJobs, runStatisticJob, type StatisticJob, statisticJobs } from "../../src/entries/jobs";
import { addRows, digestStatistic, emptyStatistic, mergeStatistics, rowBlocks, type Statistic } from "../../src/entries/statistics";

const BLOCK = 4096;
const n = 4 * BLOCK + 321;
const X: Matrix = { rows: n, cols: 2, data: Float64Array.from({ length: 2 * n }, (_, i) => Math.sin(i * i + 0.3 * i)) };
const y = Float64Array.from({ length: n }, (_, i) => (X.data[2 * i] as number) ** 2);
const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.01, landmarks: 8, seed: 1 }), rows(0, 100).X);

function rows(from: number, to: number) {
  return { X: { rows: to - from, cols: 2, data: X.data.slice(2 * from, 2 * to) }, y: y.slice(from, to) };
}

const jobsOf = (parts: number): readonly StatisticJob[] => statisticJobs(none, { rows: n, parts, data: "these" });
const run = (job: StatisticJob) => runStatisticJob(job, none, rowBlocks([rows(job.from, job.to)], job.from));

/** A handler that cannot be asked anything. */
const revoking = (): ProxyHandler<never[]> => ({
  get: () => {
    throw new RangeError("of a foreign list");
  },
});

describe("jobs of a statistic", () => {
  it.each([
    [1, 2],
    [3, 2],
    [5, 2],
    [5, 3],
    [100, 8],
  ])("%i parts merged by %i give the digest of all rows, whatever runs first", async (parts, fanIn) => {
    const found = new Map<string, Statistic>();
    for (const job of [...jobsOf(parts)].reverse()) found.set(job.key, (await run(job)).statistic);
    const { root, jobs } = mergeJobs(
      jobsOf(parts).map(({ key }) => key),
      { fanIn },
    );
    for (const { key, of } of jobs) found.set(key, of.map((child) => found.get(child) as Statistic).reduceRight(mergeStatistics));
    expect(digestStatistic(found.get(root) as Statistic)).toBe(digestStatistic(addRows(none, X, y, { from: 0 })));
    expect(jobs.every(({ of }) => of.length >= 2 && of.length <= fanIn)).toBe(true);
  });

  it("have keys of their content", () => {
    const keys = jobsOf(5).map(({ key }) => key);
    expect(new Set(keys).size).toBe(5);
    expect(jobsOf(5).map(({ key }) => key)).toEqual(keys);
    expect(statisticJobs(none, { rows: n, parts: 5, data: "others" }).some(({ key }) => keys.includes(key))).toBe(false);
    expect(statisticJobs(none, { rows: n + BLOCK, parts: 6, data: "these" })[0]?.key).toBe(keys[0]);
  });

  it("count rows that were set aside, and are then the statistic of the others", async () => {
    const [job] = jobsOf(1) as [StatisticJob];
    const blocks = [];
    for await (const block of rowBlocks([rows(0, n)], 0)) {
      const kept = block.from === BLOCK ? { ...block, ...rows(BLOCK + 3, 2 * BLOCK), setAside: 3 } : block;
      blocks.push(block.from === 0 ? { ...block, ...rows(0, 0), setAside: BLOCK } : kept);
    }
    const { statistic, rows: added, setAside } = await runStatisticJob(job, none, blocks.reverse());
    const expected = [rows(BLOCK + 3, 2 * BLOCK), rows(2 * BLOCK, n)].reduce(
      (sum, part, at) => addRows(sum, part.X, part.y, { from: (at + 1) * BLOCK }),
      none,
    );
    expect([added, setAside]).toEqual([n - BLOCK - 3, BLOCK + 3]);
    expect(digestStatistic(statistic)).toBe(digestStatistic(expected));
  });

  it.each<[string, (job: StatisticJob) => Promise<unknown>, string]>([
    ["rows that are missing", (job) => runStatisticJob(job, none, []), "0 rows came, the job has 8192"],
    ["a block cut short", (job) => runStatisticJob(job, none, [{ ...rows(0, 5), from: job.from }]), "a block has 5 rows from"],
    ["rows of another job", (job) => runStatisticJob(job, none, rowBlocks([rows(0, n)], 0)), "the job has blocks of 4096 rows"],
    ["another statistic", (job) => runStatisticJob(job, { ...none, fingerprint: "0" }, []), "take the one that the jobs were made of"],
    ["a block that is none", (job) => runStatisticJob(job, none, [null] as never), "blocks has null among blocks of rows"],
    [
      "a block without rows",
      (job) => runStatisticJob(job, none, [{ from: job.from }] as never),
      "a block must have its rows as a matrix X",
    ],
    ["no list of blocks", (job) => runStatisticJob(job, none, 5 as never), "blocks must be a list or a stream"],
    ["a list that throws", (job) => runStatisticJob(job, none, new Proxy([], revoking()) as never), "blocks cannot be read"],
    ["another kind of job", () => runStatisticJob({ kind: "fitJob" } as never, none, []), "must be made by statisticJobs"],
  ])("refuse %s", async (_, body, message) => {
    const job = statisticJobs(none, { rows: n, parts: 2, data: "these" })[1] as StatisticJob;
    await expect(body({ ...job, from: BLOCK, to: 3 * BLOCK })).rejects.toMatchObject({
      code: "argument",
      message: expect.stringContaining(message),
    });
  });
});

describe("merges", () => {
  it("of one part are none", () => expect(mergeJobs(["a"])).toEqual({ root: "a", jobs: [] }));

  it.each<[string, () => unknown]>([
    ["no keys", () => mergeJobs([])],
    ["a key that comes twice", () => mergeJobs(["a", "b", "a"])],
    ["a fan-in of 1", () => mergeJobs(["a"], { fanIn: 1 })],
    ["data without a name", () => statisticJobs(none, { rows: 1, parts: 1, data: "" })],
  ])("and rows refuse %s", (_, body) => expect(body).toThrow(expect.objectContaining({ code: "argument" })));
});

it("predictions have the ranges of the rows, and keys of the model", () => {
  const jobs = predictionJobs({ kind: "model", a: 1 }, { rows: n, parts: 2, data: "these" });
  expect(jobs.map(({ from, to }) => [from, to])).toEqual([
    [0, 3 * BLOCK],
    [3 * BLOCK, n],
  ]);
  const others = predictionJobs({ kind: "model", a: 2 }, { rows: n, parts: 2, data: "these" });
  expect(new Set([...jobs, ...others].map(({ key }) => key)).size).toBe(4);
});
