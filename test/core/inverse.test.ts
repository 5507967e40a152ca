import { describe, expect, it } from "vitest";
import { inverseDiagonal } from "../../src/core/factors";
import { asMatrix } from "../../src/core/matrix-view";
import { copyOf, view, withBlocks } from "../../src/wasm/memory";
import { randomVector } from "../support/random";

/** Lower triangular, well-conditioned. */
const factorOf = (n: number): Float64Array => randomVector(n, n * n).map((value, at) => (at % (n + 1) === 0 ? 2 + value : value / n));

describe("the diagonal of an inverse", () => {
  it.each([511, 512, 513, 700, 1030])("in parts, with rests in between: the bits of the core in one call, n = %i", (n) => {
    const L = factorOf(n);
    const shares: number[] = [];
    const run = (whole: boolean): Float64Array[] =>
      withBlocks({ L: n * n, diagonal: n }, (blocks, workspace) => {
        view(workspace, blocks.L).set(L);
        const { core, scratch } = workspace;
        if (whole) {
          core.invertLower(n, blocks.L.address, n, 1, scratch);
          core.columnSquares(n, blocks.L.address, n, 1, blocks.diagonal.address);
        } else inverseDiagonal(workspace, asMatrix(blocks.L, n, n), blocks.diagonal, (share) => shares.push(share));
        return [copyOf(workspace, blocks.diagonal), copyOf(workspace, blocks.L)];
      });
    const [parts, whole] = [run(false), run(true)];
    const differing = parts.map((values, which) => values.findIndex((value, at) => !Object.is(value, whole[which]?.[at])));
    expect(differing).toEqual([-1, -1]);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(shares.length).toBeGreaterThan(n > 512 ? 4 : 0);
  });
});
