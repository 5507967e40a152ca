import type { CalibrationCurve } from "../models/calibrator";

/** Points next to each other that share a probability: members of the class among all of them. */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly members: number;
  readonly count: number;
}

/**
 * Isotonic regression: the probabilities p that never fall with h and minimise Σ (p_i − t_i)², t = 1 for points of the class and 0 for the others, by pooling
 * adjacent violators. Exact but for one division for each block, since it compares whole numbers. A curve through both ends of every block.
 *
 * Source: R. E. Barlow, D. J. Bartholomew, J. M. Bremner and H. D. Brunk, Statistical inference under order restrictions, 1972.
 */
export function isotonicRegression(values: Float64Array, isMember: (i: number) => boolean): CalibrationCurve {
  const blocks: Block[] = [];
  for (let block of tied(values, isMember)) {
    for (let last = blocks.at(-1); last && mustPool(last, block); last = blocks.at(-1)) {
      block = { from: last.from, to: block.to, members: last.members + block.members, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  const corners = blocks.flatMap(({ from, to, members, count }) =>
    from === to ? [[from, members / count]] : [from, to].map((h) => [h, members / count]),
  );
  return { h: Float64Array.from(corners, ([h]) => h as number), p: Float64Array.from(corners, ([, p]) => p as number) };
}

/** A block for each value of h, ascending. */
function tied(values: Float64Array, isMember: (i: number) => boolean): Block[] {
  const blocks: Block[] = [];
  for (const i of Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number))) {
    const h = values[i] as number;
    const last = blocks.at(-1);
    const [members, count] = last?.to === h ? [last.members, last.count] : [0, 0];
    if (count > 0) blocks.pop();
    blocks.push({ from: h, to: h, members: members + (isMember(i) ? 1 : 0), count: count + 1 });
  }
  return blocks;
}

/** Whether b, which follows a, has no larger share. */
function mustPool(a: Block, b: Block): boolean {
  return b.members * a.count <= a.members * b.count;
}
