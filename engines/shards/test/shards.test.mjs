import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { compare, fit, kernelClassifier, kernelRidge, nystrom, predict, rbf, toJSON } from "mercer";
import { fromNpy } from "mercer/interchange";
import { addRows, digestStatistic, emptyStatistic, statisticFromBytes, statisticFromJSON } from "mercer/statistics";
import { blocksOf, fileStore, jobsOf, makePlan, openSource, outcomeOf, readPlan, rowsOf, runJob, writePlan } from "mercer-shards";
import { columns, writeRows } from "./rows.mjs";

const folder = mkdtempSync(join(tmpdir(), "mercer-shards-"));
after(() => rmSync(folder, { recursive: true }));

const n = 30_000;
const all = columns(n);
const X = { rows: n, cols: 2, data: Float64Array.from({ length: 2 * n }, (_, i) => (i % 2 ? all.b : all.a)[Math.floor(i / 2)]) };
const estimator = nystrom({ kernel: rbf({ gamma: 1 }), landmarks: 12, seed: 1, lambda: 0.1 });
const FORMATS = ["csv", "parquet", "arrow"];
const paths = Object.fromEntries(FORMATS.map((format) => [format, writeRows(folder, format, n)]));
const dataOf = (format) => ({ files: [paths[format]], X: ["a", "b"], y: "y" });

/** All results of a plan, the last job first. */
async function resultsOf(plan) {
  const found = new Map();
  const { jobs, merges } = jobsOf(plan);
  for (const job of [...jobs].reverse()) found.set(job.key, await runJob(plan, job));
  for (const job of merges) found.set(job.key, await runJob(plan, job, { parts: job.of.map((key) => found.get(key).bytes) }));
  return found;
}

const outcome = async (plan, found) => outcomeOf(plan, (key) => found.get(key).bytes);

describe("rows of files", () => {
  for (const format of FORMATS) {
    it(`${format}: all of them, and any stretch of blocks`, async () => {
      const source = await openSource(dataOf(format));
      assert.equal(source.rows, n);
      assert.deepEqual((await rowsOf(source)).X.data, X.data);
      const part = await rowsOf(source, { from: 8192, to: 20_480 });
      assert.deepEqual(part.X.data, X.data.slice(2 * 8192, 2 * 20_480));
      assert.deepEqual(part.y, all.y.slice(8192, 20_480));
    });

    it(`${format}: a value that is none is told with file, row group and row, or set aside`, async () => {
      const bad = 17_000;
      const spoilt = (given) => {
        const y = given.y.slice();
        y[bad] = Number.NaN;
        return { ...given, y };
      };
      const home = mkdtempSync(join(folder, "bad-"));
      const files = [writeRows(home, format, n, spoilt)];
      const source = await openSource({ ...dataOf(format), files });
      const start = Math.floor(bad / 4096) * 4096;
      const group = { csv: 1, parquet: 1, arrow: 0 }[format];
      await assert.rejects(rowsOf(source), { name: "DataError", code: "row", file: files[0], group, row: bad, column: "y" });
      const aside = await openSource({ ...dataOf(format), files, badRows: "setAside" });
      const { value: block } = await blocksOf(aside, { from: start, to: start + 4096 }).next();
      assert.equal(block.setAside, 1);
      assert.equal(block.X.rows, 4095);
      assert.equal(block.kept.includes(bad - start), false);
    });
  }

  it("csv: a row with too few fields, and a quote that is never closed", async () => {
    const short = join(folder, "short.csv");
    writeFileSync(short, "a,b,y\n1,2,3\n4,5\n6,7,8\n");
    await assert.rejects(rowsOf(await openSource({ files: short, X: ["a", "b"], y: "y" })), {
      code: "row",
      row: 1,
      message: /it has 2 fields, the header 3/,
    });
    const open = join(folder, "open.csv");
    writeFileSync(open, 'a,b,y\n1,"2,3\n4,5,6\n');
    await assert.rejects(openSource({ files: open, X: ["a", "b"], y: "y" }), { code: "file", message: /Quote Not Closed/ });
  });

  it("files in a row are one table, and a module makes points of rows", async () => {
    const module = join(folder, "points.mjs");
    writeFileSync(module, 'export const columns = ["a", "b"];\nexport const pointOf = ({ a, b }) => [a * b];\n');
    const source = await openSource({ files: [paths.parquet, paths.parquet], points: module, y: ["y", "a"] });
    const { X: points, y } = await rowsOf(source, { from: 28_672, to: 32_768 });
    assert.equal(points.data[n - 28_672], all.a[0] * all.b[0]);
    assert.equal(y.data[1], all.a[28_672]);
    const uneven = join(folder, "uneven.mjs");
    writeFileSync(uneven, 'export const columns = ["a"];\nlet n = 0;\nexport const pointOf = ({ a }) => (n++ === 7 ? [a, a] : [a]);\n');
    await assert.rejects(rowsOf(await openSource({ files: paths.csv, points: uneven, y: "y" })), {
      code: "row",
      row: 7,
      message: /its point has 2 numbers, the first has 1/,
    });
    writeFileSync(module, 'export const columns = ["a"];\nexport const pointOf = ({ a }) => [a];\n');
    await assert.rejects(rowsOf(source), { code: "file", message: /is not the module/ });
  });

  it("a column that is not there, options that are none, a file that has changed", async () => {
    for (const format of FORMATS)
      await assert.rejects(rowsOf(await openSource({ ...dataOf(format), y: "z" })), {
        code: "source",
        message: /no column z; it has a, b, y/,
      });
    await assert.rejects(openSource({ ...dataOf("csv"), colums: [] }), { code: "source", message: /no option colums/ });
    await assert.rejects(openSource({ files: [join(folder, "none.csv")], X: ["a"] }), { code: "file" });
    const changing = writeRows(mkdtempSync(join(folder, "changing-")), "csv", 10);
    const source = await openSource({ ...dataOf("csv"), files: [changing] });
    appendFileSync(changing, "\n1,2,3,4");
    await assert.rejects(rowsOf(source), { code: "file", message: /is not the file that was planned for/ });
  });
});

describe("plans", () => {
  it("of sums have one digest and one model: that of addRows, for every format", async () => {
    const digests = new Set();
    for (const format of FORMATS) {
      const plan = await makePlan({ work: "statistics", estimator, data: dataOf(format), parts: 3, fanIn: 2 });
      const { digest, model, lambda } = await outcome(plan, await resultsOf(plan));
      const whole = addRows(statisticFromJSON(plan.none), X, all.y, { from: 0 });
      assert.equal(digest, digestStatistic(whole));
      const { points, coefficients } = toJSON(
        fit(nystrom({ ...estimator, landmarks: statisticFromJSON(plan.none).features.landmarks, lambda }), X, all.y),
      ).model;
      assert.deepEqual({ points: model.model.points, coefficients: model.model.coefficients }, { points, coefficients });
      digests.add(digest);
    }
    assert.equal(digests.size, 1);
  });

  it("of fits rank as compare does", async () => {
    const candidates = { narrow: kernelRidge({ kernel: rbf({ gamma: 9 }) }), wide: kernelRidge({ kernel: rbf({ gamma: 1 }) }) };
    const few = writeRows(mkdtempSync(join(folder, "few-")), "csv", 80);
    const plan = await makePlan({ work: "fits", candidates, folds: 3, data: { ...dataOf("csv"), files: few } });
    const { best, ranking } = await outcome(plan, await resultsOf(plan));
    const { y, a, b } = columns(80);
    const expected = compare(
      candidates,
      Array.from(a, (value, i) => [value, b[i]]),
      y,
      { folds: 3 },
    );
    assert.equal(best, expected.best);
    assert.ok(ranking.every(({ score }, at) => Math.abs(score - expected.ranking[at].score) < 1e-9));
  });

  it("of predictions leave the bits of predict, and NaN for rows that were set aside", async () => {
    const model = fit(
      kernelRidge({ kernel: rbf({ gamma: 1 }) }),
      Array.from({ length: 50 }, (_, i) => [all.a[i], all.b[i]]),
      all.y.slice(0, 50),
    );
    const files = writeRows(mkdtempSync(join(folder, "scored-")), "parquet", 9000, (given) => ({
      ...given,
      a: given.a.map((value, i) => (i === 8500 ? Number.NaN : value)),
    }));
    const plan = await makePlan({
      work: "predictions",
      model: toJSON(model),
      data: { files, X: ["a", "b"], badRows: "setAside" },
      parts: 2,
    });
    const found = await resultsOf(plan);
    const { parts } = await outcome(plan, found);
    const said = parts.flatMap(({ key, from, to }) =>
      Array.from(new Float64Array(Uint8Array.from(found.get(key).bytes.slice(-8 * (to - from))).buffer)),
    );
    assert.deepEqual(Array.from(fromNpy(found.get(parts[0].key).bytes).data), said.slice(0, parts[0].to));
    const expected = Array.from(predict(model, { rows: 9000, cols: 2, data: X.data.slice(0, 18_000) }));
    expected[8500] = Number.NaN;
    assert.deepEqual(said, expected);
    assert.equal(
      parts.reduce((sum, { key }) => sum + found.get(key).summary.setAside, 0),
      1,
    );
  });

  it("of predictions refuse a classifier, whose labels are no numbers", async () => {
    const model = toJSON(fit(kernelClassifier({ kernel: rbf({ gamma: 1 }) }), [[0], [1], [2]], ["a", "b", "b"]));
    await assert.rejects(makePlan({ work: "predictions", model, data: dataOf("csv"), parts: 2 }), {
      code: "source",
      message: /classifier/,
    });
  });

  it("are files, the same bits when they are read", async () => {
    const plan = await makePlan({ work: "statistics", estimator, data: dataOf("parquet"), parts: 2 });
    writePlan(join(folder, "plan.json"), plan);
    const read = readPlan(join(folder, "plan.json"));
    assert.deepEqual(read, plan);
    assert.deepEqual(jobsOf(read), jobsOf(plan));
    const job = jobsOf(read).jobs[1];
    assert.equal((await runJob(read, job)).summary.digest, (await runJob(plan, job)).summary.digest);
    assert.throws(() => readPlan(Buffer.from("{}")), { code: "file" });
  });

  it("keep the keys of jobs when a copy of the file lies elsewhere", async () => {
    const copy = writeRows(mkdtempSync(join(folder, "copy-")), "parquet", n);
    const [here, there] = await Promise.all(
      [paths.parquet, copy].map((files) => makePlan({ work: "statistics", estimator, data: { ...dataOf("parquet"), files }, parts: 2 })),
    );
    assert.equal(here.key, there.key);
    assert.deepEqual(jobsOf(here), jobsOf(there));
  });
});

it("a store writes whole files, and leaves no other", async () => {
  const home = join(folder, "store");
  const store = fileStore(home);
  const none = emptyStatistic(estimator, X);
  await Promise.all(Array.from({ length: 8 }, () => store.put("a", Buffer.alloc(100_000, 7))));
  assert.deepEqual(readdirSync(home), ["a"]);
  assert.equal((await store.get("a")).length, 100_000);
  assert.equal(await store.get("b"), null);
  await store.remove(["a", "b"]);
  assert.deepEqual(readdirSync(home), []);
  assert.throws(() => statisticFromBytes(new Uint8Array(0)));
  assert.equal(none.blocks.length, 0);
});
