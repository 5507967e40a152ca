import { describe, expect, it } from "vitest";
import { normals, random } from "../support/generator";
import { byHost, byTiles, kindsOf, overflowing, scaledOf, shiftedOf, storedGram } from "./kinds";
import { columnsOf, diagonalOf, operatorLaws, times } from "./laws";

// around a tile, some tiles, and two strips with a rest
describe.each([1, 31, 33, 100, 530])("n = %i", (n) => {
  describe.each(kindsOf(n))("%s", (_, kind) => {
    operatorLaws(kind);
  });

  it("stored and by tiles have the same bits", () => {
    const [stored, made] = [storedGram(n), byTiles(n)];
    const X = normals(random(3), 2 * n);
    expect(times(made, X)).toEqual(times(stored, X));
    expect(diagonalOf(made)).toEqual(diagonalOf(stored));
    expect(columnsOf(made, [n - 1, 0])).toEqual(columnsOf(stored, [n - 1, 0]));
  });
});

it("a kernel that overflows is an error of products, diagonals and columns, and others work afterwards", () => {
  const [kind, other] = [overflowing(70), byTiles(70)];
  const X = normals(random(4), 70);
  const before = times(other, X);
  for (const attempt of [() => times(kind, X), () => diagonalOf(kind), () => columnsOf(kind, [40]), () => columnsOf(scaledOf(kind), [3])]) {
    expect(attempt).toThrow("the kernel overflows at the pair");
    expect(times(other, X)).toEqual(before);
  }
});

describe("a kernel of the host's", () => {
  operatorLaws(byHost(70));

  it("may throw from a product, a diagonal or a column, and all works afterwards", () => {
    let [calls, last] = [0, Infinity];
    const plain = byHost(70, () => ++calls > last);
    const X = normals(random(4), 140);
    const other = byTiles(70);
    for (const kind of [plain, shiftedOf(plain), scaledOf(plain)]) {
      last = Infinity;
      const attempts = [() => times(kind, X), () => diagonalOf(kind), () => columnsOf(kind, [40])];
      const before = [...attempts.map((attempt) => attempt()), times(other, X)];
      for (const attempt of attempts) {
        for (const until of [0, 20]) {
          [calls, last] = [0, until];
          expect(attempt).toThrow("refused");
        }
      }
      last = Infinity;
      expect([...attempts.map((attempt) => attempt()), times(other, X)]).toEqual(before);
      // and where the error meets an operator that goes on multiplying
      const again = plain.use(({ A, X: from, H, workspace }) => {
        const numbers = (): Float64Array => new Float64Array(workspace.core.memory.buffer);
        numbers().set(X, from.address / 8);
        [calls, last] = [0, 30];
        expect(() => A.multiply(from, H, 2)).toThrow("refused");
        last = Infinity;
        A.multiply(from, H, 2);
        return numbers().slice(H.address / 8, H.address / 8 + 140);
      });
      expect(again).toEqual(times(plain, X));
    }
  });
});
