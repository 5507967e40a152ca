import { describe, expect, it } from "vitest";
import { gram, type Matrix, rbf } from "../../src/entries/index";
import { boundRadius, boundSpectrum, spectrumWork } from "../../src/operator/spectrum";
import { view, withBlocks } from "../../src/wasm/memory";
import { at, build, jacobi } from "../support/dense";
import { random } from "../support/generator";
import { expectRounded } from "../support/precision";
import { randomMatrix } from "../support/random";

function bounds(K: Matrix, scale: Float64Array | null) {
  const n = K.rows;
  return withBlocks({ K: n * n, scale: n, work: spectrumWork(n) }, (blocks, workspace) => {
    view(workspace, blocks.K).set(K.data);
    view(workspace, blocks.work).fill(Number.NaN);
    if (scale) view(workspace, blocks.scale).set(scale);
    const source = { kind: "stored", K: blocks.K } as const;
    const task = { workspace, n, source, scale: scale && blocks.scale, work: blocks.work };
    const found = boundSpectrum(task);
    const radius = boundRadius(task, found);
    return { ...found, radius, after: view(workspace, blocks.K).slice() };
  });
}

const scaled = (K: Matrix, s: Float64Array): Matrix => build(K.rows, K.rows, (i, j) => (s[i] as number) * at(K, i, j) * (s[j] as number));

describe("boundSpectrum", () => {
  it("encloses λ₁ of random Gram matrices of every scale, closely, and leaves K as it was", () => {
    for (let seed = 1; seed <= 120; seed++) {
      const next = random(seed).uniform;
      const n = 1 + Math.floor(next() * 70);
      const scale = 10 ** (16 * next() - 8);
      const base = gram(rbf({ gamma: 10 ** (4 * next() - 2) }), randomMatrix(seed, n, 2, 3));
      const K = { ...base, data: base.data.map((value) => value * scale) };
      const s = next() < 0.5 ? null : Float64Array.from({ length: n }, () => 10 ** (2 * next() - 1));
      const truth = jacobi(s ? scaled(K, s) : K).values[n - 1] as number;
      const { largest: atLeast, atMost, after } = bounds(K, s);
      expect(atLeast).toBeLessThanOrEqual(truth * (1 + 10 * n * Number.EPSILON));
      expect(atLeast).toBeGreaterThanOrEqual(truth * 0.99);
      expect(atMost).toBeGreaterThanOrEqual(truth);
      expect(atMost).toBeLessThanOrEqual(truth * 2);
      expect(after).toEqual(K.data);
    }
  });

  it("is not misled where the first eigenvector is orthogonal to what looks natural", () => {
    for (const n of [2, 8, 33]) {
      // λ₁ = 2 belongs to alternating signs, and to a difference of two points
      const alternating = build(n, n, (i, j) => (i === j ? 1 : 0) + (-1) ** (i + j) / n);
      const pair = build(n, n, (i, j) => (i === j ? 1 : 0) + (i < 2 && j < 2 ? (i === j ? 0.5 : -0.5) : 0));
      for (const K of [alternating, pair]) {
        const { largest: atLeast, atMost } = bounds(K, null);
        expectRounded(atLeast, 2, 64);
        expect(atMost).toBeGreaterThanOrEqual(2);
      }
    }
  });

  it("encloses both ends of an indefinite spectrum, and its radius", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const next = random(seed).uniform;
      const n = 2 + Math.floor(next() * 50);
      const half = randomMatrix(seed, n, n);
      const shift = 6 * next() - 3;
      const K = build(n, n, (i, j) => at(half, i, j) + at(half, j, i) + (i === j ? shift * Math.sqrt(n) : 0));
      const { values } = jacobi(K);
      const [lowest, highest] = [values[0] as number, values[n - 1] as number];
      const radius = Math.max(-lowest, highest);
      const found = bounds(K, null);
      expect(found.smallest).toBeGreaterThanOrEqual(lowest - 1e-12 * radius);
      expect(found.smallest).toBeLessThanOrEqual(lowest + 0.02 * radius);
      expect(found.atMost).toBeGreaterThanOrEqual(highest);
      expect(found.radius).toBeGreaterThanOrEqual(radius);
      expect(found.radius).toBeLessThanOrEqual(2 * radius);
      expect(found.rowSums).toBeGreaterThanOrEqual(radius);
      expect(found.after).toEqual(K.data);
    }
  });

  it("one point, and no eigenvalue but 0", () => {
    expect(
      bounds(
        build(1, 1, () => 7),
        null,
      ),
    ).toMatchObject({ largest: 7, smallest: 7 });
    expect(
      bounds(
        build(4, 4, () => 0),
        null,
      ),
    ).toMatchObject({ largest: 0, atMost: 0 });
  });
});
