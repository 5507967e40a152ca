import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { anova, fit, kernelRidge, matrix, rbf } from "../../dist/index.js";
import { startPool } from "../../dist/pool.js";
import { normals, random } from "../support/generator";
import { once } from "../support/once";
import { collectUntil, settledBytes } from "../support/resident";
import { type Workforce, watchWorkers } from "../support/workforce";

let workforce: Workforce;
beforeAll(() => {
  workforce = watchWorkers();
});
afterEach(async () => {
  await Promise.all([...workforce.alive].map((worker) => worker.terminate()));
});
afterAll(() => workforce.restore());

const ridge = kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 });
const X = [[0], [1], [3]];
const y = [1, 2, 4];

/** A signal that counts the listeners at it, now and at the most. */
function countedSignal(): { readonly controller: AbortController; listeners(): number; most(): number } {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners: unknown[] = [];
  let most = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: EventListener, options?: AddEventListenerOptions | boolean) => {
    listeners.push(listener);
    most = Math.max(most, listeners.length);
    add(type, listener, options);
  };
  signal.removeEventListener = (type: string, listener: EventListener) => {
    listeners.splice(listeners.indexOf(listener), 1);
    remove(type, listener);
  };
  return { controller, listeners: () => listeners.length, most: () => most };
}

describe("one signal for many jobs", () => {
  it("has no listener left after 1,000 of them, whether they were done or refused", async () => {
    const { controller, listeners, most } = countedSignal();
    const pool = await startPool({ threads: 1 });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 1000 }, (_, i) => pool.gram(rbf(), i % 10 === 0 ? [[Number.NaN]] : X, undefined, { signal: controller.signal })),
    );
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(100);
    expect([most(), listeners()]).toEqual([1, 0]);
    await pool.close();
  });

  it("has none left after an abort of the job under way and of those that wait", async () => {
    const { controller, listeners } = countedSignal();
    const pool = await startPool({ threads: 1, workerUrl: new URL("../support/workers/deaf.mjs", import.meta.url) });
    const jobs = Array.from({ length: 20 }, () => pool.eigh([[1]], { signal: controller.signal }));
    expect(listeners()).toBe(1);
    controller.abort("enough");
    for (const { status, ...rest } of await Promise.allSettled(jobs)) {
      expect([status, rest]).toMatchObject(["rejected", { reason: { code: "aborted", cause: "enough" } }]);
    }
    expect(listeners()).toBe(0);
    await pool.close();
  });

  it("keeps neither the arguments of a job nor who watched it", async () => {
    const { controller } = countedSignal();
    const pool = await startPool({ threads: 1 });
    const large = matrix(new Float64Array(2 ** 17), 2 ** 17, 1);
    const watchers: WeakRef<() => void>[] = [];
    const job = async (): Promise<void> => {
      const onProgress = (): void => {};
      watchers.push(new WeakRef(onProgress));
      await pool.gramDiagonal(rbf(), large, { signal: controller.signal, onProgress });
    };
    await job();
    const before = await settledBytes();
    for (let i = 0; i < 100; i++) await job();
    expect(await settledBytes()).toBeLessThan(before + 8 * 2 ** 20);
    const gone = (): number => watchers.filter((watcher) => watcher.deref() === undefined).length;
    await collectUntil(() => gone() > 95);
    expect(gone()).toBeGreaterThan(95);
    expect(controller.signal.aborted).toBe(false);
    await pool.close();
  });
});

describe("a worker that does not hear an abort", () => {
  const workerUrl = new URL("../support/workers/deaf.mjs", import.meta.url);

  it("is replaced; the job is given up at once, and those that wait are done by the others", async () => {
    const pool = await startPool({ threads: 2, workerUrl });
    const [first] = workforce.alive;
    const ended = once();
    first?.on("exit", ended.happen);
    const controller = new AbortController();
    const begun = once();
    const stuck = pool.eigh([[1]], { signal: controller.signal, onProgress: begun.happen });
    const later = [1, 2, 3].map((factor) =>
      pool.fit(
        ridge,
        X,
        y.map((value) => factor * value),
      ),
    );
    await begun.happened;
    controller.abort("too long");
    await expect(stuck).rejects.toMatchObject({ code: "aborted", name: "AbortError", cause: "too long" });
    await ended.happened;
    for (const [at, model] of (await Promise.all(later)).entries()) {
      const expected = fit(
        ridge,
        X,
        y.map((value) => (at + 1) * value),
      );
      expect(model.coefficients).toEqual(expected.coefficients);
    }
    expect(workforce.alive).toHaveLength(2);
    expect(workforce.alive).not.toContain(first);
    await pool.close();
    expect(workforce.alive).toHaveLength(0);
  });

  it("is replaced when onProgress throws, too", async () => {
    const pool = await startPool({ threads: 1, workerUrl });
    const thrown = new Error("of the listener");
    const stuck = pool.eigh([[1]], {
      onProgress: () => {
        throw thrown;
      },
    });
    await expect(stuck).rejects.toBe(thrown);
    expect((await pool.gram(rbf({ gamma: 0 }), X)).data).toEqual(new Float64Array(9).fill(1));
    await pool.close();
    expect(workforce.alive).toHaveLength(0);
  });

  it("does not keep close waiting", async () => {
    const pool = await startPool({ threads: 1, workerUrl });
    const controller = new AbortController();
    const stuck = pool.eigh([[1]], { signal: controller.signal });
    controller.abort();
    await expect(stuck).rejects.toMatchObject({ code: "aborted" });
    await pool.close();
    expect(workforce.alive).toHaveLength(0);
  });
});

it("a fit of kernel ridge on all pairs of 22 features is given up before a timer of no time", async () => {
  const pool = await startPool({ threads: 1 });
  const controller = new AbortController();
  const points = matrix(normals(random(1), 100 * 22), 100, 22);
  const begun = once();
  const fitted = pool.fit(kernelRidge({ kernel: anova({ degree: 2 }), lambda: 0.1 }), points, normals(random(2), 100), {
    signal: controller.signal,
    onProgress: begun.happen,
  });
  // However long it takes: an answer before the first event is one, too
  const done = fitted.then(
    () => "fitted",
    ({ code }) => code,
  );
  const early = await Promise.race([begun.happened, done]);
  controller.abort();
  const timer = new Promise((resolve) => setTimeout(() => resolve("late"), 0));
  expect(await Promise.race([done, timer])).toBe(early ?? "aborted");
  await pool.close();
});
