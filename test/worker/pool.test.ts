import { availableParallelism } from "node:os";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  add,
  custom,
  fit,
  fromFeatures,
  gram,
  type Kernel,
  kernelDescent,
  kernelRidge,
  leastSquares,
  linear,
  type MercerError,
  type Progress,
  predict,
  rbf,
} from "../../dist/index.js";
import { startPool } from "../../dist/pool.js";
import { requireEveryKind } from "../../src/estimators/every-kind";
import { integers, normals, random } from "../support/generator";
import { once } from "../support/once";
import { alone, rejection, result, together } from "../support/pool-calls";
import { settledBytes } from "../support/resident";
import { type Workforce, watchWorkers } from "../support/workforce";

let workforce: Workforce;
beforeAll(() => {
  // as in the worker: the verbs that are called here beside it are given estimators of another copy
  requireEveryKind();
  workforce = watchWorkers();
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await Promise.all([...workforce.alive].map((worker) => worker.terminate()));
});
afterAll(() => workforce.restore());

const n = 300;
const X = { rows: n, cols: 3, data: normals(random(1), 3 * n) };
const Z = { rows: 150, cols: 3, data: normals(random(2), 450) };
const y = normals(random(3), n);
const ridge = kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 });

const model = fit(ridge, X, y);

describe("many small fits", () => {
  const slow = kernelDescent({ kernel: rbf({ gamma: 0.5 }), iterations: 1e9 });

  it("go to workers of one thread each, and both numbers of them end with the pool", async () => {
    const pool = await startPool({ threads: 2 });
    await pool.crossValidate(ridge, X, y);
    expect(workforce.alive).toHaveLength(2);
    const seen: Progress[] = [];
    await pool.crossValidate(leastSquares(), X, y, { folds: 4, onProgress: (progress) => seen.push(progress) });
    expect(workforce.alive).toHaveLength(4);
    expect(seen.at(-1)).toEqual({ phase: "folds", done: 4, total: 4 });
    await pool.close();
    expect(workforce.alive).toHaveLength(0);
  });

  it("hear an abort, all of them, and the next job is done", async () => {
    const pool = await startPool({ threads: 2 });
    const controller = new AbortController();
    const aborted = rejection(pool.crossValidate(slow, X, y, { signal: controller.signal }));
    setTimeout(() => controller.abort("enough"), 200);
    expect(await aborted).toMatchObject({ code: "aborted", cause: "enough" });
    expect((await rejection(pool.crossValidate(slow, X, y, { signal: AbortSignal.abort("before") }))).cause).toBe("before");
    expect(await together(pool, ["crossValidate", leastSquares(), X, y])).toEqual(alone(["crossValidate", leastSquares(), X, y]));
    await pool.close();
  });

  it("stop with the error of one of them, and with one of the listener", async () => {
    const pool = await startPool({ threads: 2 });
    const wrong = kernelDescent({ kernel: linear(), step: 1e9, iterations: 1000 });
    expect((await rejection(pool.compare({ line: leastSquares(), wrong }, X, y))).code).toBe("diverged");
    const thrown = new Error("of the listener");
    const listening = pool.crossValidate(leastSquares(), X, y, {
      onProgress: () => {
        throw thrown;
      },
    });
    expect(await rejection(listening)).toBe(thrown);
    expect((await rejection(pool.crossValidate(leastSquares(), X, [1, 2]))).code).toBe("shape");
    expect((await rejection(pool.crossValidate(leastSquares({ features: (x) => x }), X, y))).code).toBe("kernel");
    await pool.close();
    expect((await rejection(pool.crossValidate(leastSquares(), X, y))).code).toBe("worker");
  });
});

describe("startPool", () => {
  it("takes as many threads as there are processors, unless told", async () => {
    const pool = await startPool();
    expect(pool.threads).toBe(availableParallelism());
    expect(workforce.alive).toHaveLength(availableParallelism());
    await pool.close();
  });

  it.each([0, -1, 1.5, "two"])("refuses %s threads", async (threads) => {
    expect((await rejection(startPool({ threads: threads as number }))).code).toBe("argument");
  });

  it("tells when the worker's script is not there, and leaves none behind", async () => {
    const { code, message } = await rejection(startPool({ workerUrl: new URL("./nowhere.js", import.meta.url) }));
    expect(code).toBe("worker");
    expect(message).toContain("nowhere.js");
    expect(message).toContain("workerUrl");
    expect(workforce.alive).toHaveLength(0);
  });

  it("refuses a worker's script of another version", async () => {
    const { code, message } = await rejection(startPool({ workerUrl: new URL("../support/workers/other.mjs", import.meta.url) }));
    expect(code).toBe("worker");
    expect(message).toContain("0.0.1-abcdef");
    expect(workforce.alive).toHaveLength(0);
  });

  it.each<[string, object, string]>([
    ["an option that it has not", { thread: 2 }, "thread"],
    ["a number for the worker's URL", { workerUrl: 3 }, "workerUrl"],
    [
      "options that cannot be read",
      Object.defineProperty({}, "threads", { enumerable: true, get: () => JSON.parse("{") }),
      "options of startPool",
    ],
  ])("refuses %s", async (_, options, argument) => {
    expect(await rejection(startPool(options))).toMatchObject({ code: "argument", argument });
  });

  it("tells when the worker's URL is none", async () => {
    expect((await rejection(startPool({ workerUrl: "http://[" }))).code).toBe("worker");
  });

  it("works without shared memory in one worker", async () => {
    vi.stubGlobal("SharedArrayBuffer", undefined);
    const pool = await startPool({ threads: 4 });
    expect(pool.threads).toBe(1);
    expect(workforce.alive).toHaveLength(1);
    expect(await together(pool, ["fit", ridge, X, y])).toEqual(alone(["fit", ridge, X, y]));
    await pool.close();
  });
});

describe("jobs", () => {
  it("are done in the order of the calls, with the arguments as they were then, which stay usable", async () => {
    const pool = await startPool({ threads: 2 });
    const done: number[] = [];
    const targets = y.slice();
    const promises = [1, 2, 3].map(async (factor) => {
      targets.forEach((_, i) => {
        targets[i] = factor * (y[i] as number);
      });
      const fitted = await pool.fit(ridge, X, targets);
      done.push(factor);
      return fitted;
    });
    const results = await Promise.all(promises);
    expect(done).toEqual([1, 2, 3]);
    results.forEach(({ coefficients }, at) => {
      expect(coefficients).toEqual(
        fit(
          ridge,
          X,
          Float64Array.from(y, (value) => (at + 1) * value),
        ).coefficients,
      );
    });
    expect(X.data).toHaveLength(3 * n);
    expect(targets).toHaveLength(n);
    await pool.close();
  });

  it("take a part of a larger buffer, rows, vectors, and matrices read by a function", async () => {
    const pool = await startPool({ threads: 1 });
    const large = normals(random(6), 6000);
    const part = { rows: 10, cols: 2, data: large.subarray(100, 120) };
    const accessor = { rows: 10, columns: 2, get: (i: number, j: number) => large[100 + 2 * i + j] as number };
    const rows = Array.from({ length: 10 }, (_, i) => [large[100 + 2 * i] as number, large[101 + 2 * i] as number]);
    const expected = gram(rbf({ gamma: 1 }), part);
    for (const points of [part, accessor, rows]) expect(await pool.gram(rbf({ gamma: 1 }), points)).toEqual(expected);
    expect(await pool.gram(rbf({ gamma: 1 }), [1, 2, 3])).toEqual(gram(rbf({ gamma: 1 }), [1, 2, 3]));
    await pool.close();
  });

  it("tell of their progress", async () => {
    const pool = await startPool({ threads: 1 });
    const controller = new AbortController();
    const seen: Progress[] = [];
    const endless = pool.fit(kernelDescent({ kernel: rbf({ gamma: 0.5 }), iterations: 1e9 }), X, y, {
      signal: controller.signal,
      onProgress: (progress) => {
        seen.push(progress);
        if (seen.filter(({ phase }) => phase !== "fit").length === 3) controller.abort();
      },
    });
    expect((await rejection(endless)).code).toBe("aborted");
    expect(seen.at(-1)?.done).toBeGreaterThan(0);
    for (const { done, total } of seen) expect(done).toBeLessThanOrEqual(total);
    await pool.close();
  });

  it("fail with what onProgress throws", async () => {
    const pool = await startPool({ threads: 2 });
    const thrown = new Error("of the listener");
    const failed = pool.fit(kernelDescent({ kernel: rbf({ gamma: 0.5 }), iterations: 1e8 }), X, y, {
      onProgress: () => {
        throw thrown;
      },
    });
    expect(await rejection(failed)).toBe(thrown);
    expect(await together(pool, ["predict", model, Z])).toEqual(alone(["predict", model, Z]));
    await pool.close();
  });

  it("fail with the typed error of the verb, details included", async () => {
    const pool = await startPool({ threads: 2 });
    const twice = { rows: 2, cols: 1, data: Float64Array.of(1, 1) };
    const pivot = await rejection(pool.fit(kernelRidge({ kernel: linear(), lambda: 0, solver: "cholesky" }), twice, [1, 2]));
    expect([pivot.code, pivot.pivot]).toEqual(["not-positive-definite", 1]);
    const diverged = await rejection(pool.fit(kernelDescent({ kernel: linear(), step: 1e9, iterations: 1000 }), X, y));
    expect(diverged.code).toBe("diverged");
    const partial = diverged.model as typeof model;
    expect(predict(partial, Z).every(Number.isFinite)).toBe(true);
    expect((await rejection(pool.fit(ridge, X, [1, 2]))).code).toBe("shape");
    await pool.close();
  });

  it.each<[string, Kernel]>([
    ["custom", custom(() => 1)],
    [
      "deep inside",
      add(
        linear(),
        custom(() => 1),
      ),
    ],
    ["fromFeatures", fromFeatures((x) => x)],
  ])("refuse functions: %s", async (_, kernel) => {
    const pool = await startPool({ threads: 1 });
    const { code, message } = await rejection(pool.gram(kernel, X));
    expect(code).toBe("kernel");
    expect(message).toContain("function");
    await pool.close();
  });

  it("that no memory can hold are refused at once, with the bytes needed and another way", async () => {
    const pool = await startPool({ threads: 1 });
    const many = { rows: 40_000, cols: 1, data: Float64Array.from({ length: 40_000 }, (_, i) => i) };
    const error = await rejection(pool.fit(kernelRidge({ kernel: rbf(), solver: "cholesky" }), many, many.data));
    expect(error.code).toBe("memory");
    expect(error.bytesNeeded).toBeGreaterThan(8 * 40_000 ** 2);
    expect(error.message).toContain("a random subset of 20,000");
    expect(error.message).not.toContain("descent");
    await pool.close();
  });
});

describe.each([
  ["with shared memory", true],
  ["without", false],
])("abort %s", (_, sharing) => {
  it("ends the job under way, leaves out those that wait, and the rest goes on", async () => {
    if (!sharing) vi.stubGlobal("SharedArrayBuffer", undefined);
    const pool = await startPool({ threads: 2 });
    const controllers = [new AbortController(), new AbortController()] as const;
    const endless = kernelDescent({ kernel: rbf({ gamma: 0.5 }), iterations: 1e9 });
    const begun = once();
    const running = rejection(pool.fit(endless, X, y, { signal: controllers[0].signal, onProgress: begun.happen }));
    const queued = rejection(pool.fit(endless, X, y, { signal: controllers[1].signal }));
    const later = together(pool, ["fit", ridge, X, y]);
    await begun.happened;
    controllers[1].abort("not needed");
    expect(await queued).toMatchObject({ code: "aborted", name: "AbortError", cause: "not needed" });
    controllers[0].abort("enough");
    expect(await running).toMatchObject({ code: "aborted", name: "AbortError", cause: "enough" });
    expect(await later).toEqual(alone(["fit", ridge, X, y]));
    expect(await rejection(pool.gram(rbf(), X, undefined, { signal: AbortSignal.abort("early") }))).toMatchObject({ cause: "early" });
    await pool.close();
    expect(workforce.alive).toHaveLength(0);
  });
});

describe("a worker that is killed", () => {
  it.each([0, 1])("fails the job under way, and no other: number %i of two", async (which) => {
    const pool = await startPool({ threads: 2 });
    const begun = once();
    const endless = kernelDescent({ kernel: rbf({ gamma: 0.5 }), iterations: 1e9 });
    const running = rejection(pool.fit(endless, X, y, { onProgress: begun.happen }));
    const later = together(pool, ["fit", ridge, X, y]);
    await begun.happened;
    await workforce.alive[which]?.terminate();
    const { code, message } = await running;
    expect(code).toBe("worker");
    expect(message).toMatch(/is lost .* try again, with fewer points or threads/);
    expect(await later).toEqual(alone(["fit", ridge, X, y]));
    expect(workforce.alive).toHaveLength(2);
    await pool.close();
    expect(workforce.alive).toHaveLength(0);
  });

  it("between two jobs is replaced", async () => {
    const pool = await startPool({ threads: 2 });
    await pool.predict(model, Z);
    await workforce.alive[1]?.terminate();
    expect(await together(pool, ["predict", model, Z])).toEqual(alone(["predict", model, Z]));
    await pool.close();
  });
});

describe("close", () => {
  it("lets accepted jobs finish, and refuses others", async () => {
    const pool = await startPool({ threads: 2 });
    const accepted = pool.predict(model, Z);
    const closing = pool.close();
    expect((await rejection(pool.predict(model, Z))).code).toBe("worker");
    expect(await accepted).toEqual(predict(model, Z));
    await closing;
    await pool.close();
    expect(workforce.alive).toHaveLength(0);
  });
});

describe("a thousand jobs with aborts, kills and bad inputs", () => {
  it("all settle as they should; no thread and no memory is left", async () => {
    const generator = random(11);
    const kinds = integers(generator, 1000, 0, 9);
    const rows = integers(generator, 1000, 0, 12);
    // Two for each job that is begun: it is sent, and it is answered
    const moments = integers(generator, 1000, 1, 24);
    const expected = alone(["fit", ridge, X, y]);
    const pool = await startPool({ threads: 2 });
    await pool.fit(ridge, X, y);
    const before = await settledBytes();
    const tally = { fitted: 0, refused: 0, aborted: 0, lost: 0 };
    let killed = 0;
    for (let from = 0; from < 1000; from += 20) {
      const kills: Promise<void>[] = [];
      const batch = Array.from({ length: 20 }, async (_, k) => {
        const kind = kinds[from + k] as number;
        const badRow = rows[from + k] as number;
        const moment = moments[from + k] as number;
        const controller = new AbortController();
        if (kind < 3) workforce.atMessage(moment, () => controller.abort("changed my mind"));
        if (kind === 3 && k === 0) {
          const kill = async (): Promise<void> => {
            killed++;
            await workforce.alive[badRow % 2]?.terminate();
          };
          kills.push(new Promise((settle) => workforce.atMessage(Math.ceil(moment / 3), () => void kill().then(settle))));
        }
        const bad = kind === 4 || kind === 5;
        const targets = bad ? y.map((value, i) => (i === badRow ? Number.NaN : value)) : y;
        try {
          const fitted = await pool.fit(ridge, X, targets, { signal: controller.signal });
          expect(bad).toBe(false);
          expect(result(fitted)).toEqual(expected);
          tally.fitted++;
        } catch (error) {
          const { code, row, cause } = error as MercerError;
          if (code === "not-finite") {
            expect([bad, row]).toEqual([true, badRow]);
            tally.refused++;
          } else if (code === "aborted") {
            expect([kind < 3, cause]).toEqual([true, "changed my mind"]);
            tally.aborted++;
          } else {
            expect(code).toBe("worker");
            tally.lost++;
          }
        }
      });
      await Promise.all(batch);
      // a kill that came after the last job may meet the next, which is told
      await Promise.all(kills);
      if (kills.length > 0) await pool.fit(ridge, X, y).catch((error: MercerError) => expect(error.code).toBe("worker"));
    }
    expect(tally.fitted + tally.refused + tally.aborted + tally.lost).toBe(1000);
    expect(killed).toBeGreaterThan(0);
    expect(tally.lost).toBeLessThanOrEqual(killed);
    for (const count of [tally.fitted, tally.refused, tally.aborted]) expect(count).toBeGreaterThan(50);
    await pool.fit(ridge, X, y);
    expect(workforce.alive).toHaveLength(2);
    expect(await settledBytes()).toBeLessThan(before + 16 * 2 ** 20);
    await pool.close();
    expect(workforce.alive).toHaveLength(0);
  });
});
