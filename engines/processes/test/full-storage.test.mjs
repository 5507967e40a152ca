import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { jobsOf, readPlan } from "mercer-shards";
import { outcomeInOneProcess, workOf } from "../../shards/test/work.mjs";

const home = mkdtempSync(join(tmpdir(), "mercer-full-"));
after(() => rmSync(home, { recursive: true }));

const { file, plan } = await workOf(home, { rows: 9000, parts: 2 });
const expected = await outcomeInOneProcess(plan);
const planPath = join(home, "plan.json");
const { jobs } = jobsOf(plan);

const words = (name, ...args) => [process.execPath, fileURLToPath(new URL(`../src/${name}.mjs`, import.meta.url)), ...args];
const shell = (script, ...args) => spawnSync("bash", ["-c", script, "bash", ...args], { encoding: "utf8" });
const run = (...command) => shell('"$@"', ...words(...command));

/** A file of one kilobyte is full: so large a file is refused by the system as if there were no room. */
const inOneKilobyte = (...command) => shell('ulimit -f 1; "$@"', ...words(...command));

assert.equal(run("plan", file, planPath).status, 0);

/** One line, which names the path and says what to try, and a code that is not 0. */
function requireTold({ status, stdout, stderr }, path) {
  assert.deepEqual([status, stdout, stderr.trim().split("\n").length], [1, "", 1], stderr);
  assert.ok(stderr.startsWith(`file: ${path} cannot be written: `), stderr);
  assert.match(stderr, /E(FBIG|NOSPC): .*make room there/);
}

function requireExpected(text) {
  const { digest, model } = JSON.parse(text);
  assert.equal(digest, expected.digest);
  assert.deepEqual(model.model.coefficients, expected.model.model.coefficients);
}

describe("storage that is full: nothing under the name of a result, no other file, and the next run is right", () => {
  const place = (name) => {
    const path = join(home, name);
    mkdirSync(path);
    return path;
  };

  it("while a plan is written", () => {
    const path = join(place("plans"), "plan.json");
    requireTold(inOneKilobyte("plan", file, path), path);
    assert.deepEqual(readdirSync(join(path, "..")), []);
    assert.equal(run("plan", file, path).status, 0);
    assert.equal(readPlan(path).key, plan.key);
  });

  it("while results are, and the model from them, which stays what it was", () => {
    const parts = place("parts");
    for (const index of jobs.keys()) requireTold(inOneKilobyte("map", planPath, parts, `${index}`), join(parts, jobs[index].key));
    assert.deepEqual(readdirSync(parts), []);
    assert.equal(run("map", planPath, parts, "0", "1").status, 0);

    const out = join(place("models"), "model.json");
    for (const before of [null, "an older model"]) {
      if (before) writeFileSync(out, before);
      requireTold(inOneKilobyte("reduce", planPath, parts, "--out", out), out);
      assert.deepEqual(readdirSync(join(out, "..")), before ? ["model.json"] : []);
      if (before) assert.equal(readFileSync(out, "utf8"), before);
    }
    assert.equal(run("reduce", planPath, parts, "--out", out).status, 0);
    requireExpected(readFileSync(out, "utf8"));
  });

  const ofItsOwn = ["unshare", ...(process.getuid?.() === 0 ? [] : ["-r"]), "-m"];
  const canMount = shell(`${ofItsOwn.join(" ")} mount -t tmpfs -o size=16k none ${home}`).status === 0;
  it("a file system without room for a second result", { skip: canMount ? false : "no file system may be mounted here" }, () => {
    const [parts, copy] = [place("small"), join(home, "copy")];
    const script = `
      mount -t tmpfs -o size=16k none "$1"; folder="$1"; copy="$2"; shift 2
      for room in 16k 1m; do
        mount -o remount,size=$room "$folder"
        "$@"; echo "ended with $?"
      done
      ls -A "$folder" > "$copy.list"; cp -r "$folder" "$copy"`;
    const { stdout, stderr } = spawnSync(
      ofItsOwn[0],
      [...ofItsOwn.slice(1), "bash", "-c", script, "bash", parts, copy, ...words("map", planPath, parts, "0", "1")],
      {
        encoding: "utf8",
      },
    );
    const [first, ended, ...rest] = stdout.trim().split("\n");
    assert.match(first, new RegExp(`^0 ${jobs[0].key} `), stderr);
    assert.equal(ended, "ended with 1");
    requireTold({ status: 1, stdout: "", stderr }, join(parts, jobs[1].key));
    assert.match(stderr, /ENOSPC/);
    assert.deepEqual([rest.length, rest.at(-1)], [3, "ended with 0"]);
    assert.deepEqual(
      readFileSync(`${copy}.list`, "utf8").trim().split("\n").sort(),
      jobs.flatMap(({ key }) => [key, `${key}.json`]).sort(),
    );
    requireExpected(run("reduce", planPath, copy).stdout);
  });
});

describe("an output that cannot be written", { skip: existsSync("/dev/full") ? false : "there is no /dev/full here" }, () => {
  const parts = join(home, "told");
  before(() => assert.equal(run("map", planPath, parts, "0", "1").status, 0));
  for (const command of [
    ["plan", file, join(home, "again.json")],
    ["map", planPath, parts, "0", "1"],
    ["reduce", planPath, parts],
    ["reduce", "--help"],
  ]) {
    it(`of mercer-${command.filter((word) => !word.includes("/")).join(" ")} is told once, and is a fault`, () => {
      const { status, stderr } = shell('"$@" > /dev/full', ...words(...command));
      assert.deepEqual([status, stderr], [1, "file: the output cannot be written: ENOSPC: no space left on device, write\n"]);
    });
  }

  it("a reader that wants no more is none", () => {
    const { status, stderr } = shell('set -o pipefail; "$@" | true', ...words("map", planPath, parts, "0", "1"));
    assert.deepEqual([status, stderr], [0, ""]);
  });
});

it("--out may name what is no file, and a link stays one", () => {
  const parts = join(home, "linked");
  assert.equal(run("map", planPath, parts, "0", "1").status, 0);
  requireExpected(shell('"$@" | cat', ...words("reduce", planPath, parts, "--out", "/dev/stdout")).stdout);
  const [link, real] = [join(home, "model.json"), join(home, "real.json")];
  writeFileSync(real, "an older model");
  symlinkSync("real.json", link);
  assert.equal(run("reduce", planPath, parts, "--out", link).status, 0);
  assert.equal(readlinkSync(link), "real.json");
  requireExpected(readFileSync(real, "utf8"));
});
