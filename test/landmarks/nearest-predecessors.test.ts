import { expect, test } from "vitest";
import { nearestPredecessors } from "../../src/landmarks/nearest-predecessors";
import { permutation, randomMatrix } from "../support/random";

/** By the definition: all points that come before, sorted by distance and then by their place. */
function byDefinition(data: Float64Array, d: number, order: readonly number[], most: number): number[][] {
  const found: number[][] = order.map(() => []);
  order.forEach((point, k) => {
    const distance = (other: number): number => {
      let sum = 0;
      for (let f = 0; f < d; f++) sum += ((data[point * d + f] as number) - (data[other * d + f] as number)) ** 2;
      return sum;
    };
    const before = order.slice(0, k).map((other, place) => ({ other, place, far: distance(other) }));
    before.sort((a, b) => a.far - b.far || a.place - b.place);
    found[point] = before.slice(0, most).map(({ other }) => other);
  });
  return found;
}

test.each([
  [1, 1, 3],
  [17, 2, 5],
  [400, 1, 7],
  [700, 2, 12],
  [600, 3, 20],
  [300, 5, 40],
])("%i points of %i features have the %i nearest of those before", (n, d, most) => {
  const { data } = randomMatrix(n, n, d);
  // on a grid, so that there are ties, and points that are there twice
  const cloud = { n, d, data: data.map((value) => Math.round(8 * value) / 8) };
  const order = permutation(n, n);
  const found = nearestPredecessors(cloud, order, most);
  const expected = byDefinition(cloud.data, d, order, most);
  for (let i = 0; i < n; i++) {
    expect(Array.from(found.subarray(i * most, (i + 1) * most)).filter((p) => p >= 0)).toEqual(expected[i]);
  }
});
