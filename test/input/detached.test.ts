import { expect, it } from "vitest";
import { rowOf, toArrays, matrix as toMatrix } from "../../src/entries/index";
import { matmul } from "../../src/entries/linalg";
import { readMatrix, readPoints, readTargets } from "../../src/input";
import { errorOf } from "../support/errors";

/** Calls after which the engine has compiled what reads them. */
const MANY = 20_000;

const COUNT = 9;
const shape = { rows: 3, cols: 3 };

const resizable = (): Float64Array => {
  const Resizable = ArrayBuffer as unknown as new (bytes: number, options: { maxByteLength: number }) => ArrayBuffer;
  return new Float64Array(new Resizable(8 * COUNT, { maxByteLength: 8 * COUNT + 64 }));
};

function detached(): Float64Array {
  const numbers = new Float64Array(COUNT).fill(7);
  structuredClone(numbers, { transfer: [numbers.buffer] });
  return numbers;
}

const one = { rows: 1, cols: 1, data: Float64Array.of(1) };

const READERS: Readonly<Record<string, (data: Float64Array) => unknown>> = {
  matrix: (data) => readMatrix({ ...shape, data }, "A"),
  view: (data) => readMatrix({ shape: [3, 3], data }, "A"),
  rows: (data) => readMatrix([data, data], "A"),
  points: (data) => readPoints(data, "X"),
  targets: (data) => readTargets({ ...shape, data }, "y"),
  "of a constructor": (data) => toMatrix(data, 3, 3),
  "rows of a matrix": (data) => toArrays({ ...shape, data }),
  "a row of a matrix": (data) => rowOf({ ...shape, data }, 0),
  product: (data) => matmul(one, { rows: 1, cols: COUNT, data }),
};

it.each(Object.entries(READERS))("numbers that are gone are not read as %s, however often those on resizable buffers were", (_, read) => {
  const gone = detached();
  const before = errorOf(() => read(gone));
  expect(before).toMatchObject({ code: expect.any(String) as string });
  const [fixed, growing] = [new Float64Array(COUNT), resizable()];
  for (let i = 0; i < MANY; i++) read(i % 2 === 0 ? fixed : growing);
  const { code, message } = errorOf(() => read(gone)) as unknown as { code: string; message: string };
  expect({ code, message }).toEqual({ code: (before as unknown as { code: string }).code, message: (before as Error).message });
});
