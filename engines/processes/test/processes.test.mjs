import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { jobsOf, readPlan, runJob } from "mercer-shards";
import { outcomeInOneProcess, workOf } from "../../shards/test/work.mjs";

const folder = mkdtempSync(join(tmpdir(), "mercer-processes-"));
after(() => rmSync(folder, { recursive: true }));

const program = (name) => fileURLToPath(new URL(`../src/${name}.mjs`, import.meta.url));
const run = (name, ...args) => spawnSync(process.execPath, [program(name), ...args], { encoding: "utf8" });

const { file, plan } = await workOf(folder, { rows: 40_000, parts: 8 });
const expected = await outcomeInOneProcess(plan);
const planPath = join(folder, "plan.json");
const planned = run("plan", file, planPath);
const parts = (name) => join(folder, name);
const reduced = (name) => {
  const { status, stdout, stderr } = run("reduce", planPath, parts(name));
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
};
const requireExpected = (name) => {
  const { digest, model, rows } = reduced(name);
  assert.equal(digest, expected.digest);
  assert.deepEqual(model.model.coefficients, expected.model.model.coefficients);
  assert.equal(rows, 40_000);
};

it("a plan tells how many jobs there are, and has the key that it has anywhere", () => {
  assert.equal(planned.stdout, "8\n", planned.stderr);
  assert.equal(readPlan(planPath).key, plan.key);
});

describe("map and reduce", () => {
  it("by lines of the input, as Spark pipes them", () => {
    const { stdout, stderr } = spawnSync(process.execPath, [program("map"), planPath, parts("piped"), "-"], {
      encoding: "utf8",
      input: "5\n1\n0\n2\n7\n6\n4\n3\n",
    });
    assert.deepEqual(
      stdout
        .trim()
        .split("\n")
        .map((line) => line.split(" ")[0])
        .join(""),
      "51027643",
      stderr,
    );
    requireExpected("piped");
  });

  it("by GNU parallel in random order, with a job that fails at first", () => {
    const log = join(folder, "log");
    const failing = `test -e ${folder}/failed-{} || { touch ${folder}/failed-{}; test {} != 3 || kill -9 $$; }; ${process.execPath} ${program("map")} ${planPath} ${parts("parallel")} {}`;
    execFileSync("parallel", ["--will-cite", "-j2", "--shuf", "--retries", "3", "--joblog", log, failing, ":::", ..."01234567"], {
      stdio: "pipe",
    });
    requireExpected("parallel");
    assert.equal(readFileSync(log, "utf8").trim().split("\n").length, 9);
  });

  it("by indices of an array with fewer tasks than jobs", () => {
    const tasks = ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "SLURM_ARRAY_TASK_ID"];
    tasks.forEach((name, index) => {
      const env = { ...process.env, [name]: String(index) };
      execFileSync(process.execPath, [program("map"), planPath, parts("array"), "--tasks", "3"], { env, stdio: "pipe" });
    });
    requireExpected("array");
  });

  it("missing results are told by their indices, and only they are run again", () => {
    const { jobs } = jobsOf(plan);
    for (const at of [2, 6]) rmSync(join(parts("array"), `${jobs[at].key}.json`));
    const { status, stdout } = run("reduce", planPath, parts("array"));
    assert.deepEqual([status, stdout], [3, "2\n6\n"]);
    run("map", planPath, parts("array"), "2", "6");
    requireExpected("array");
  });

  it("a process that is killed leaves no half result, and two that do the same do no harm", async () => {
    const child = spawn(process.execPath, [program("map"), planPath, parts("killed"), ..."01234567"]);
    const ended = once(child, "exit");
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await ended;
    const both = [0, 1].map(() => once(spawn(process.execPath, [program("map"), planPath, parts("killed"), ..."76543210"]), "exit"));
    assert.deepEqual(
      (await Promise.all(both)).map(([code]) => code),
      [0, 0],
    );
    requireExpected("killed");
  });

  it("a result that was damaged is told", () => {
    truncateSync(join(parts("killed"), jobsOf(plan).jobs[4].key), 1000);
    const { status, stderr } = run("reduce", planPath, parts("killed"));
    assert.equal(status, 1);
    assert.match(stderr, /^file: the result of .* has not the digest/);
  });
});

describe("the command line", () => {
  for (const [what, name, args, code, text] of [
    ["no folder", "map", [planPath], 2, /mercer-map PLAN FOLDER/],
    ["no index", "map", [planPath, parts("none")], 1, /neither SLURM_ARRAY_TASK_ID nor/],
    ["an index beyond the jobs", "map", [planPath, parts("none"), "8"], 1, /there are 8 jobs/],
    ["what is no index", "map", [planPath, parts("none"), "-1.5x"], 2, /Unknown option/],
    ["what is no plan", "reduce", [file, parts("none")], 1, /is no plan of this version/],
  ]) {
    it(`tells ${what}`, () => {
      const { status, stderr } = run(name, ...args);
      assert.deepEqual([status, text.test(stderr)], [code, true], stderr);
    });
  }
});

it("the examples name commands that there are", async () => {
  const { bin } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const text = ["slurm.sh", "kubernetes.yaml", "parallel.sh", "spark.py"]
    .map((name) => readFileSync(new URL(`../examples/${name}`, import.meta.url), "utf8"))
    .join("\n");
  const named = new Set(text.match(/mercer-(plan|map|reduce)\b/g));
  assert.deepEqual(
    [...named].filter((name) => !existsSync(new URL(`../${bin[name]}`, import.meta.url))),
    [],
  );
  assert.deepEqual(named.size, 3);
  for (const name of ["slurm.sh", "parallel.sh"])
    execFileSync("bash", ["-n", fileURLToPath(new URL(`../examples/${name}`, import.meta.url))]);
  writeFileSync(join(folder, "done"), "");
  assert.equal((await runJob(plan, jobsOf(plan).jobs[0])).summary.rows, 8192);
});
