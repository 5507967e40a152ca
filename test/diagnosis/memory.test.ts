import { beforeEach, describe, expect, it, vi } from "vitest";
import { eigenSizes } from "../../src/core/eigen";
import { diagnose } from "../../src/diagnosis/diagnose";
import { add, rbf, scale, spectralFilter } from "../../src/entries/index";
import { bytesOf } from "../../src/wasm/memory";
import { randomMatrix, randomVector } from "../support/random";

/** Bytes of every call for blocks. */
const asked: number[] = [];

vi.mock("../../src/wasm/memory", async (importActual) => {
  const actual = await importActual<typeof import("../../src/wasm/memory")>();
  const withBlocks: typeof actual.withBlocks = (sizes, body) => {
    asked.push(actual.bytesOf(sizes));
    return actual.withBlocks(sizes, body);
  };
  return { ...actual, withBlocks };
});

const N = 400;
const matrices = (bytes: number): number => bytes / (8 * N * N);

beforeEach(() => {
  asked.length = 0;
});

describe("what diagnose asks of a memory, in n × n matrices", () => {
  const X = randomMatrix(1, N, 2);
  const y = randomVector(2, N);

  it("is four for a kernel", () => {
    diagnose(add(rbf({ gamma: 1 }), scale(1e-9, rbf())), X, y);
    expect(matrices(Math.max(...asked))).toBeGreaterThan(4);
    expect(matrices(Math.max(...asked))).toBeLessThan(4.15);
  });

  it("is sixteen for a matrix that is not symmetric", () => {
    diagnose(randomMatrix(3, N, N), y);
    expect(matrices(Math.max(...asked))).toBeGreaterThan(16);
    expect(matrices(Math.max(...asked))).toBeLessThan(16.3);
  });

  it("ends where the docstring says: 11,500 points fit into 4 GiB, 11,600 do not", () => {
    const bytes = (n: number): number => bytesOf({ A: n * n, values: n, ...eigenSizes(n) });
    const room = 2 ** 32 - 2 ** 23;
    for (const [fits, fails] of [
      [11_500, 11_600],
      [2 * 5_700, 2 * 5_800],
    ] as const) {
      expect(bytes(fits)).toBeLessThan(room);
      expect(bytes(fails)).toBeGreaterThan(2 ** 32);
    }
  });
});

it("the report of spectralFilter counts no less than the largest of its memories and K and the eigenvectors beside it", () => {
  const { report } = spectralFilter(rbf({ gamma: 1 }), randomMatrix(4, N, 2), randomVector(5, N), { step: 1e-3, steps: 10 });
  expect(report.bytes).toBeGreaterThanOrEqual(Math.max(...asked) + 2 * 8 * N * N);
  expect(matrices(report.bytes)).toBeLessThan(6.2);
});
