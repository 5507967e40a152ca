import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { fit, kernelRidge, predict, rbf } from "../../src/entries/index";

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

  it("bayesian-optimisation.mjs comes within a thousandth of Branin's minimum", () => {
    const { status, output, errors } = run("bayesian-optimisation.mjs");
    expect([status, errors]).toEqual([0, ""]);
    const regrets = [...output.matchAll(/^ +(\d+) {3}(\S+)/gm)].map(([, count, regret]) => [Number(count), Number(regret)]);
    expect(regrets.map(([count]) => count)).toEqual([9, 12, 15, 18, 21, 24, 27, 30]);
    expect(regrets.at(-1)?.[1]).toBeLessThan(1e-3);
    expect(regrets.every(([, regret]) => (regret as number) >= 0)).toBe(true);
  });

  it("kriging predicts between its stations, with intervals that hold, and draws both maps", () => {
    const picture = join(scratch, "kriging.svg");
    const { status, output, errors } = run("kriging/run.mjs", picture);
    expect([status, errors]).toEqual([0, ""]);
    expect(output).toContain("217 stations, 1233 cells between them that are only predicted");
    const [, explained] = /R² +(\S+) between/.exec(output) ?? [];
    expect(Number(explained)).toBeGreaterThan(0.7);
    const [, share] = /band +(\S+) % of the cells/.exec(output) ?? [];
    expect(Number(share)).toBeGreaterThan(90);
    expect(Number(share)).toBeLessThan(98);
    const svg = readFileSync(picture, "utf8");
    expect(svg).toMatch(/^<svg xmlns=[\s\S]*Precipitation[\s\S]*Deviation/);
    expect(svg).not.toContain("NaN");
  });

  it("worker.mjs gets the same bits from a worker", () => {
    const { status, output, errors } = run("worker.mjs");
    expect(errors).toBe("");
    expect(output).toContain("the same bits as a fit on the main thread: true");
    expect(status).toBe(0);
  });
});

describe("questions", () => {
  /** What the example prints, without a word on stderr. */
  function answer(question: string): string {
    const { status, output, errors } = run(`questions/${question}.mjs`);
    expect([status, errors]).toEqual([0, ""]);
    return output;
  }

  /** The numbers in the only line, or part of one, that `pattern` finds. */
  function numbers(output: string, pattern: RegExp): number[] {
    const found = [...output.matchAll(new RegExp(pattern, "gmu"))];
    expect(found).toHaveLength(1);
    return [...(found[0]?.[0] ?? "").matchAll(/-?\d+(?:\.\d+)?(?:e[+-]\d+)?/g)].map(([number]) => Number(number));
  }

  it("are all linked from the page and from the index", () => {
    const names = readdirSync(join(root, "examples/questions"));
    expect(names).toHaveLength(6);
    for (const page of ["docs/training-loss.md", "docs/index.md"]) {
      for (const name of names) expect(readFileSync(join(root, page), "utf8")).toContain(`](../examples/questions/${name})`);
    }
  });

  it("is the training loss always zero: not for a line, but for a K that is invertible", () => {
    const output = answer("is-the-training-loss-always-zero");
    // Σy² − (Σxy)²/Σx²
    expect(numbers(output, /linear kernel.*/)).toEqual([1, 3, Number((38 - 23 ** 2 / 14).toFixed(12))]);
    expect(output).toMatch(/linear kernel.*\n.*training loss 0\.214285714286; passes through every target: false/);
    expect(output).toMatch(/Laplacian kernel: K has rank 3 of 3.* 0 to rounding\n.*training loss 0 to rounding; .*: true/);
  });

  it("what do duplicates do: the fit takes the mean of their targets", () => {
    const output = answer("what-do-duplicates-do");
    expect(output).toContain("equal rows: [[1,3]]; rank 3 of 4");
    expect(numbers(output, /least training loss is .*/)).toEqual([(1 - 3) ** 2 + (5 - 3) ** 2]);
    expect(numbers(output, /= \d.*, the mean/)).toEqual([(1 + 5) / 2]);
    expect(numbers(output, /= \d\.0+$/)).toEqual([0]);
  });

  it("which ridge makes it well posed: Cholesky fails without and succeeds with it", () => {
    const output = answer("which-ridge-makes-it-well-posed");
    const [smallest, largest] = numbers(output, /smallest eigenvalue.*/) as [number, number];
    // the mean of the row sums ≤ the largest eigenvalue ≤ the largest row sum
    const sums = Array.from({ length: 50 }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < 50; j++) sum += Math.exp(-2 * ((i - j) / 49) ** 2);
      return sum;
    });
    expect(largest).toBeGreaterThan(sums.reduce((sum, value) => sum + value) / 50 - 0.05);
    expect(largest).toBeLessThan(Math.max(...sums) + 0.05);
    expect(Math.abs(smallest)).toBeLessThan(50 * Number.EPSILON * largest);
    const [suggested] = numbers(output, /suggested λ .*/) as [number];
    expect(suggested).toBeGreaterThan(50 * Number.EPSILON * largest);
    expect(suggested).toBeLessThan(1e-10);
    const outcomes = [...output.matchAll(/^λ = (\S+): Cholesky (fails|succeeds)/gm)].map(([, lambda, outcome]) => [
      Number(lambda),
      outcome,
    ]);
    expect(outcomes).toEqual([
      [0, "fails"],
      [suggested, "succeeds"],
      [1e-6, "succeeds"],
    ]);
    // κ₂ ≤ κ₁ ≤ n κ₂, and the estimate is at most κ₁ and seldom less than a third of it
    const [condition] = numbers(output, /(?<=1\.0e-6: .*estimate ).*/) as [number];
    expect(condition).toBeGreaterThan(largest / 1e-6 / 3);
    expect(condition).toBeLessThan((50 * largest) / 1e-6);
  });

  it("is this a kernel: the sigmoid's witness proves that it is none", () => {
    const output = answer("is-this-a-kernel");
    expect(output).toMatch(/by the closure rules: true; eigenvalues > 0, = 0, < 0 here: 3, 0, 0\n {2}no witness/);
    const K = [0, 1, 2].map((x) => [0, 1, 2].map((z) => Math.tanh(x * z - 1)));
    const [[a, b, c], [, d, e], [, , f]] = K as [[number, number, number], [number, number, number], [number, number, number]];
    // changes of sign among the leading minors count the negative eigenvalues
    const minors = [1, a, a * d - b * b, a * (d * f - e * e) - b * (b * f - c * e) + c * (b * e - c * d)];
    const negative = minors.filter((minor, i) => i > 0 && minor * (minors[i - 1] as number) < 0).length;
    expect(output).toContain(`eigenvalues > 0, = 0, < 0 here: ${3 - negative}, 0, ${negative}\n`);
    const q = JSON.parse(/q = (\[.*\])/.exec(output)?.[1] ?? "[]") as number[];
    const form = q.reduce((sum, qi, i) => sum + q.reduce((row, qj, j) => row + qi * qj * (K[i]?.[j] as number), 0), 0);
    expect(form).toBeLessThan(0);
    for (const printed of numbers(output, /(?<=qᵀKq = ).*/)) expect(Math.abs(printed - form)).toBeLessThan(1e-14);
  });

  it("when do two α predict the same: along the null space", () => {
    const output = answer("when-do-two-alphas-predict-the-same");
    // four points in the plane
    expect(output).toContain("rank 2 of 4: 2 directions");
    const [inside, outside] = [...output.matchAll(/‖α‖ (\S+) -> (\S+), predictions differ by (\S+)$/gm)].map((line) =>
      line.slice(1).map(Number),
    ) as [[number, number, number], [number, number, number]];
    // the least norm is orthogonal to the null space
    expect(inside[1]).toBeCloseTo(Math.hypot(inside[0], 10), 3);
    expect(inside[2]).toBeLessThan(1e-12);
    // 10 k(x₁, z) for x₁ = (1, 0): 10 z₁
    expect(outside[2]).toBeCloseTo(10 * Math.hypot(0.5, 3), 0);
  });

  it("does kernel regression equal least squares: for every rank", () => {
    const output = answer("does-kernel-regression-equal-least-squares");
    // (XᵀX)⁻¹Xᵀy; Xᵀ(XXᵀ)⁻¹y; along (1, 2)
    const truths = [
      { rank: 2, loss: 35 / 59, weights: [61 / 59, 128 / 59] },
      { rank: 2, loss: 0, weights: [38 / 46, 73 / 46, -9 / 46] },
      { rank: 1, loss: 125 / 14, weights: [17 / 14, 17 / 7] },
    ];
    const blocks = output.split(/(?<=and .*)\n/).slice(0, 3);
    expect(blocks).toHaveLength(3);
    blocks.forEach((block, at) => {
      const { rank, loss, weights } = truths[at] as (typeof truths)[number];
      const h = weights.reduce((sum, w, k) => sum + w * (10 - 3 * k), 0);
      const [foundRank, ...found] = numbers(block, /(?<=: rank )[\s\S]*/);
      expect(foundRank).toBe(rank);
      [loss, ...weights, ...weights, h, h].forEach((value, i) => {
        expect(found[i]).toBeCloseTo(value, 9);
      });
    });
  });
});

describe("service/server.mjs", () => {
  it("fits in a pool, predicts, refuses with typed errors, and ends", async () => {
    const server = spawn(process.execPath, ["examples/service/server.mjs", "0"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(server, "exit");
    const url = String((await once(server.stdout, "data"))[0]).trim();
    const post = async (path: string, body: unknown): Promise<{ status: number; answer: Record<string, unknown> }> => {
      const response = await fetch(`${url}${path}`, { method: "POST", body: JSON.stringify(body) });
      return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
    };
    const X = [[0], [1], [2], [4]];
    const y = [1, 2, 0, 1];
    const model = fit(kernelRidge({ kernel: rbf({ gamma: 1 }), lambda: 0.1 }), X, y);
    expect(await post("/models", { X, y, gamma: 1, lambda: 0.1 })).toMatchObject({
      status: 200,
      answer: { id: 1, trainingLoss: model.report.trainingLoss[0] },
    });
    const Z = [[0.5], [3]];
    expect((await post("/models/1/predictions", { Z })).answer).toEqual({ predictions: Array.from(predict(model, Z)) });
    expect(await post("/models", { X, y: [1], gamma: 1, lambda: 0.1 })).toMatchObject({ status: 400, answer: { code: "shape" } });
    expect((await post("/models/2/predictions", { Z })).status).toBe(404);
    server.kill();
    expect(await ended).toEqual([0, null]);
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
    const [, share] = /result +RMSE \S+ ppm; (\S+) % of the months are in the 95 % band: met\n/.exec(output) ?? [];
    expect(Number(share)).toBeGreaterThanOrEqual(90);
    expect(Number(share)).toBeLessThanOrEqual(98);
    const forecast = readFileSync(join(scratch, "forecast.svg"), "utf8");
    expect(forecast).toMatch(/^<svg xmlns=[\s\S]*95 % band/);
    expect(forecast).not.toContain("NaN");
  });

  it("refuses a number of splits that is not one", () => {
    const picture = join(scratch, "none.svg");
    const { status, errors } = run("co2/run.mjs", "--splits", "none", "--out", picture);
    expect(status).not.toBe(0);
    expect(errors).toContain("--splits");
    expect(existsSync(picture)).toBe(false);
  });
});
