import { expect, it } from "vitest";
import { krylovLength, vectorsOf } from "../../../src/solvers/ridge/conjugate-gradients";
import type { Block } from "../../../src/wasm/memory";

it.each([1, 2, 7, 64, 4096, 5001])("what a solution of %i numbers works in lies in its block, one part behind the other", (n) => {
  const krylov: Block = { address: 800, length: krylovLength(n), type: "f64" };
  const { p, q, z, vector, product } = vectorsOf(n, krylov);
  let end = krylov.address;
  for (const part of [p, q, z, vector, product]) {
    expect(part.address).toBe(end);
    end += 8 * part.length;
  }
  expect(end).toBe(krylov.address + 8 * krylov.length);
  expect([p, q, z].map(({ length }) => length)).toEqual([n, n, n]);
});
