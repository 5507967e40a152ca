import { setImmediate as macrotask } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { eigenSizes } from "../../src/core/eigen";
import {
  fit,
  gram,
  isMercerError,
  type KernelRidge,
  kernelRidge,
  leastSquares,
  linear,
  type MercerError,
  predict,
  predictor,
  rbf,
} from "../../src/entries/index";
import { bytesOf, copyOf, i32, slice, view, withBlocks } from "../../src/wasm/memory";
import { normals, random } from "../support/generator";
import { caught, collectUntil, resident, settledBytes } from "../support/resident";

const MEGABYTE = 2 ** 20;
const GIGABYTE = 2 ** 30;

const n = 20;
const X = { rows: n, cols: 2, data: normals(random(1), 2 * n) };
const y = normals(random(2), n);
const ridge = kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 });

describe("withBlocks", () => {
  it("gives blocks that are aligned, apart from each other and as long as asked for", () => {
    withBlocks({ a: 3, b: 0, c: 100 }, ({ a, b, c }, workspace) => {
      for (const block of [a, b, c]) expect(block.address % 64).toBe(0);
      view(workspace, a).fill(1);
      view(workspace, c).fill(2);
      expect(Array.from(view(workspace, a))).toEqual([1, 1, 1]);
      expect(view(workspace, b)).toHaveLength(0);
      expect(view(workspace, c)).toHaveLength(100);
      view(workspace, slice(c, 90, 10)).fill(3);
      expect(view(workspace, c).subarray(88, 92)).toEqual(Float64Array.of(2, 2, 3, 3));
      expect(workspace.top).toBeGreaterThanOrEqual(c.address + 800);
    });
    expect(bytesOf({ a: 3, b: 0, c: 100 })).toBe(64 + 0 + 832);
  });

  it("gives blocks of whole numbers of four bytes each", () => {
    const rooms = { pivots: i32(17), short: i32(3), numbers: 1 };
    expect(bytesOf(rooms)).toBe(128 + 64 + 64);
    withBlocks(rooms, ({ pivots, short, numbers }, workspace) => {
      for (const block of [pivots, short, numbers]) expect(block.address % 64).toBe(0);
      expect([short.address - pivots.address, numbers.address - short.address]).toEqual([128, 64]);
      view(workspace, pivots).set(Array.from({ length: 17 }, (_, k) => k - 2 ** 31));
      view(workspace, short).fill(7);
      view(workspace, numbers).fill(0.1);
      expect(view(workspace, slice(pivots, 15, 2))).toEqual(Int32Array.of(15 - 2 ** 31, 16 - 2 ** 31));
      expect(copyOf(workspace, slice(short, 1, 2))).toEqual(Int32Array.of(7, 7));
      expect(copyOf(workspace, numbers)).toEqual(Float64Array.of(0.1));
    });
  });

  it("may be nested: the inner blocks lie beyond the outer ones, which keep their contents when memory grows", () => {
    const before = resident();
    withBlocks({ outer: 1000 }, ({ outer }, workspace) => {
      view(workspace, outer).fill(7);
      const mark = workspace.top;
      const length = workspace.core.memory.buffer.byteLength / 8;
      withBlocks({ inner: length }, ({ inner }, sameWorkspace) => {
        expect(sameWorkspace).toBe(workspace);
        expect(inner.address).toBeGreaterThanOrEqual(outer.address + 8000);
        view(workspace, inner).fill(8);
      });
      expect(workspace.top).toBe(mark);
      expect(view(workspace, outer).every((value) => value === 7)).toBe(true);
    });
    expect(resident().mark).toBe(before.mark);
  });

  it("takes its blocks back when the body throws", () => {
    const before = resident();
    const thrown = new Error("of the body");
    expect(
      caught(() =>
        withBlocks({ a: 1000 }, () =>
          withBlocks({ b: 1000 }, () => {
            throw thrown;
          }),
        ),
      ),
    ).toBe(thrown);
    expect(resident()).toEqual(before);
  });

  it("keeps 64 MB and less in the resident instance, and gives more an instance of its own", () => {
    const before = resident();
    withBlocks({}, (_, home) => {
      withBlocks({ big: 64 * 2 ** 17 + 1 }, (__, workspace) => {
        expect(workspace.core.memory).not.toBe(home.core.memory);
      });
      withBlocks({ small: 2 ** 17 }, (__, workspace) => {
        expect(workspace.core.memory).toBe(home.core.memory);
      });
    });
    expect(resident()).toEqual(before);
  });
});

describe("a large instance", () => {
  const big = 64 * 2 ** 17 + 1;
  const memoryOf = (length: number, inside = (): void => {}): WebAssembly.Memory =>
    withBlocks({ big: length }, (_, workspace) => {
      inside();
      return workspace.core.memory;
    });

  it("is that of the next large call of the same task, larger or not, also after an error", () => {
    const first = memoryOf(big);
    expect(memoryOf(big + 2 ** 17)).toBe(first);
    expect(
      caught(() =>
        withBlocks({ big }, () => {
          throw new Error("of the body");
        }),
      ),
    ).toBeInstanceOf(Error);
    expect(memoryOf(big)).toBe(first);
  });

  it("outlives a collection, and is given back after some", async () => {
    const first = new WeakRef(memoryOf(big));
    await macrotask();
    globalThis.gc?.();
    await macrotask();
    // compared as true or false: a failure shows no memory
    expect(first.deref() === memoryOf(big)).toBe(true);
    await collectUntil(() => first.deref() === undefined);
    expect(first.deref()).toBeUndefined();
  });

  it("is nobody else's while it is in use", () => {
    let inner: WebAssembly.Memory | undefined;
    const outer = memoryOf(big, () => {
      inner = memoryOf(big);
    });
    expect(inner).not.toBe(outer);
  });

  it("is not kept above 512 MB", () => {
    const huge = memoryOf(2 ** 26 + 1);
    expect(memoryOf(big)).not.toBe(huge);
  });
});

describe("a call that is too large", () => {
  it('says "memory" with the bytes, and takes none of them', () => {
    const points = { rows: 30_000, cols: 1, data: new Float64Array(30_000) };
    const before = process.memoryUsage();
    const error = caught(() => gram(linear(), points)) as MercerError;
    expect(isMercerError(error)).toBe(true);
    expect(error.code).toBe("memory");
    expect(error.bytesNeeded).toBeGreaterThanOrEqual(8 * 30_000 ** 2);
    expect(error.bytesNeeded).toBeLessThan(8 * 30_000 ** 2 + MEGABYTE);
    expect(error.bytesAvailable).toBeLessThan(4 * GIGABYTE);
    expect(error.bytesAvailable).toBeGreaterThan(4 * GIGABYTE - 8 * MEGABYTE);
    expect(error.message).toMatch(/^6\.71 GB .* a random subset of 20,000 .* solver "primal" or leastSquares/);
    expect(error.message).not.toContain("descent");
    const after = process.memoryUsage();
    expect(after.external - before.external).toBeLessThan(16 * MEGABYTE);
    expect(after.rss - before.rss).toBeLessThan(64 * MEGABYTE);
  });

  it("fails before it starts, also in a fit", () => {
    const points = { rows: 24_000, cols: 1, data: new Float64Array(24_000) };
    const stored = kernelRidge({ kernel: rbf(), solver: "cholesky" });
    expect(caught(() => fit(stored, points, points.data))).toMatchObject({ code: "memory" });
    expect(caught(() => fit(kernelRidge({ kernel: rbf(), lambda: 0 }), points, points.data))).toMatchObject({ code: "memory" });
  });
});

describe("the advice", () => {
  it("holds: 20,000 points have room for K, 11,000 for the four of eigenvalues, but not 12,000", () => {
    expect(bytesOf({ K: 20_000 ** 2, rest: 20 * 20_000 })).toBeLessThan(4 * GIGABYTE - 64 * MEGABYTE);
    const eigen = (n: number): number => bytesOf({ A: n ** 2, values: n, ...eigenSizes(n) });
    expect(eigen(11_000)).toBeLessThan(4 * GIGABYTE - 64 * MEGABYTE);
    expect(eigen(12_000)).toBeGreaterThan(4 * GIGABYTE);
  });

  it("helps: 30,000 points of a kernel with few features are fitted by them at once", () => {
    const points = { rows: 30_000, cols: 2, data: normals(random(3), 60_000) };
    const targets = points.data.filter((_, at) => at % 2 === 0).map((a, i) => 3 * a - (points.data[2 * i + 1] as number));
    for (const estimator of [kernelRidge({ kernel: linear(), lambda: 0, solver: "primal" }), leastSquares()]) {
      const model = fit(estimator as KernelRidge, points, targets);
      expect(
        predict(model, [
          [1, 0],
          [0, 1],
        ]).map((value) => Math.round(value * 1e9) / 1e9),
      ).toEqual(Float64Array.of(3, -1));
    }
  });
});

describe("sizes that are none", () => {
  it.each([Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY])("are no question of memory: %s", (length) => {
    const before = resident();
    expect(caught(() => withBlocks({ coefficients: length }, () => {}))).toMatchObject({ code: "argument", argument: "coefficients" });
    expect(resident()).toEqual(before);
  });
});

describe("the last page below 4 GiB", () => {
  const last = 1024;
  /** Elements up to the last page, of an instance of its own. */
  const room = withBlocks({ big: 2 ** 24 }, ({ big }) => (65535 * 65536 - big.address) / 8);

  it("is not given out; the memory below it is, and computed with to its last element", () => {
    withBlocks({ filler: room - last, values: last }, ({ values }, workspace) => {
      expect(values.address + 8 * values.length).toBe(65535 * 65536);
      view(workspace, values).fill(0);
      workspace.core.exp(last, 1, values.address);
      expect(view(workspace, values)).toEqual(new Float64Array(last).fill(1));
    });
  });

  it("is refused from its first number on", () => {
    const beyond = caught(() => withBlocks({ filler: room, one: 1 }, () => expect.fail("it was given out")));
    expect(beyond).toMatchObject({ code: "memory", bytesNeeded: 8 * room + 64, bytesAvailable: 8 * room });
  });
});

describe("memory of large calls comes back", () => {
  it("after a call of 3 GB", async () => {
    const before = await settledBytes();
    const { memory, during } = withBlocks({ big: (3 * GIGABYTE) / 8 }, ({ big }, workspace) => {
      const numbers = view(workspace, big);
      for (let at = 0; at < numbers.length; at += 2 ** 20) numbers[at] = at;
      expect(numbers[numbers.length - 2 ** 20]).toBe(numbers.length - 2 ** 20);
      return { memory: new WeakRef(workspace.core.memory), during: process.memoryUsage().external };
    });
    expect(during - before).toBeGreaterThan(2.9 * GIGABYTE);
    await collectUntil(() => memory.deref() === undefined && process.memoryUsage().external < before + 64 * MEGABYTE);
    expect(memory.deref()).toBeUndefined();
    expect(process.memoryUsage().external).toBeLessThan(before + 64 * MEGABYTE);
  });

  it("call after call: ten of 2 GB", async () => {
    for (let i = 0; i < 10; i++) {
      withBlocks({ big: (2 * GIGABYTE) / 8 }, ({ big }, workspace) => {
        view(workspace, slice(big, big.length - 1, 1))[0] = i;
      });
      await collectUntil(() => process.memoryUsage().external < 2 * GIGABYTE);
    }
    expect(process.memoryUsage().external).toBeLessThan(2 * GIGABYTE);
  });

  it("after a fit with more than 64 MB, which leaves the resident instance alone", async () => {
    const points = Float64Array.from({ length: 3000 }, (_, i) => i);
    const before = resident();
    const external = await settledBytes();
    const model = fit(kernelRidge({ kernel: rbf({ lengthScale: 2 }), lambda: 0.1 }), points, points);
    expect(model.coefficients).toHaveLength(3000);
    expect(resident()).toEqual(before);
    await collectUntil(() => process.memoryUsage().external < external + 8 * MEGABYTE);
    expect(process.memoryUsage().external).toBeLessThan(external + 8 * MEGABYTE);
  });
});

describe("predictors", () => {
  it("come and go by the hundred, released or dropped", async () => {
    const model = fit(ridge, X, y);
    const expected = predict(model, [[0.5, 0.25]])[0];
    const before = resident();
    const external = await settledBytes();
    for (let i = 0; i < 600; i++) {
      const h = predictor(model);
      expect(h([0.5, 0.25])).toBe(expected);
      if (i % 2 === 0) h.release();
    }
    expect(resident()).toEqual(before);
    await collectUntil(() => process.memoryUsage().external < external + 64 * MEGABYTE);
    expect(process.memoryUsage().external).toBeLessThan(external + 64 * MEGABYTE);
  });

  it("keep apart from each other and from fits in between", () => {
    const models = [0, 1, 2].map((i) =>
      fit(
        ridge,
        X,
        y.map((value) => value + i),
      ),
    );
    const predictors = models.map((model) => predictor(model));
    fit(ridge, X, y);
    predictors.forEach((h, i) => {
      const point = [0.1 * i, -0.2];
      expect(h(point)).toBe(predict(models[i] as (typeof models)[number], [point])[0]);
    });
  });
});
