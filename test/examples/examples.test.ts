import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "mercer-examples-"));

afterAll(() => rmSync(scratch, { recursive: true }));

/** Output of an example run by node against the built package. */
function run(example: string, ...args: string[]): { readonly status: number | null; readonly output: string; readonly errors: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join("examples", example), ...args], { cwd: root, encoding: "utf8" });
  return { status, output: stdout, errors: stderr };
}

describe("examples", () => {
  it("ridge.mjs chooses λ and restores its model", () => {
    const { status, output, errors } = run("ridge.mjs");
    expect(errors).toBe("");
    const candidates = [...output.matchAll(/^\S+ +(0\.\d+)( {2}<- chosen)?$/gm)];
    expect(candidates).toHaveLength(5);
    const smallest = Math.min(...candidates.map(([, error]) => Number(error)));
    expect(candidates.filter(([, , chosen]) => chosen).map(([, error]) => Number(error))).toEqual([smallest]);
    expect(output).toContain("the restored model predicts the same bits: true");
    expect(status).toBe(0);
  });

  it("linear-and-kernel.mjs predicts the same from both sides", () => {
    const { status, output, errors } = run("linear-and-kernel.mjs");
    expect([status, errors]).toEqual([0, ""]);
    expect(output).toMatch(/8 weights and 80 coefficients predict the same/);
  });

  it("descent-is-a-filter.mjs finds both sides equal", () => {
    const { status, output, errors } = run("descent-is-a-filter.mjs");
    expect(errors).toBe("");
    const [, difference] = /the weights differ by at most (\S+)/.exec(output) ?? [];
    expect(Number(difference)).toBeLessThan(1e-13);
    expect(output).toContain("0.062500   0.6379           0.6379  0.5000     0.5000");
    expect(status).toBe(0);
  });

  it("early-stopping.mjs stops where new points are told apart best", () => {
    const { status, output, errors } = run("early-stopping.mjs");
    expect(errors).toBe("");
    const wrong = [...output.matchAll(/(\d+) of 400$/gm)].map(([, count]) => Number(count));
    expect(wrong).toHaveLength(3);
    expect(wrong[1]).toBeLessThan(Math.min(wrong[0] as number, wrong[2] as number));
    expect(output).toContain("the training loss fell at every step: true");
    expect(status).toBe(0);
  });

  it("training-loss answers its questions, with the figures that docs/training-loss.md gives", () => {
    const picture = join(scratch, "training-loss.svg");
    const { status, output, errors } = run("training-loss/run.mjs", picture);
    expect([status, errors]).toEqual([0, ""]);
    expect(readFileSync(picture, "utf8")).toContain("Laplacian");
    const page = readFileSync(join(root, "docs/training-loss.md"), "utf8");
    const quoted = [...page.matchAll(/^ {4}(.+)$/gm)].map(([, line]) => line as string);
    expect(quoted.length).toBeGreaterThan(8);
    for (const line of quoted) expect(output).toContain(line);
  });

  it("worker.mjs gets the same bits from a worker", () => {
    const { status, output, errors } = run("worker.mjs");
    expect(errors).toBe("");
    expect(output).toContain("the same bits as a fit on the main thread: true");
    expect(status).toBe(0);
  });
});

describe("iris", () => {
  it("meets its claim on three splits and draws the picture", () => {
    const picture = join(scratch, "iris.svg");
    const { status, output, errors } = run("iris/run.mjs", "--splits", "3", "--out", picture);
    expect([status, errors]).toEqual([0, ""]);
    expect(output).toContain("150 irises; 3 random splits, 105 to train on, 45 to test on.");
    expect(output).toMatch(/fewer in 3 of 3: met\n/);
    expect(readFileSync(picture, "utf8")).toMatch(/^<svg xmlns=[\s\S]*versicolor[\s\S]*Newton/);
  });
});

describe("co2", () => {
  it("meets its claim on two splits and draws the picture", () => {
    const picture = join(scratch, "co2.svg");
    const { status, output, errors } = run("co2/run.mjs", "--splits", "2", "--out", picture);
    expect(errors).toBe("");
    expect(output).toContain("741 months; 2 random splits, 519 months to train on, 222 to test on.");
    expect(output).toMatch(/smaller in 2 of 2: met\n/);
    expect(status).toBe(0);
    const svg = readFileSync(picture, "utf8");
    expect(svg).toMatch(/^<svg xmlns=/);
    expect(svg.match(/kernel ridge/g)?.length).toBeGreaterThanOrEqual(3);
    expect(svg).not.toContain("NaN");
  });

  it("refuses a number of splits that is not one", () => {
    const picture = join(scratch, "none.svg");
    const { status, errors } = run("co2/run.mjs", "--splits", "none", "--out", picture);
    expect(status).not.toBe(0);
    expect(errors).toContain("--splits");
    expect(existsSync(picture)).toBe(false);
  });
});
