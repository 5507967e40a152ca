/** Ranges [from, to) of blocks, ascending, none of them touching another. */
export type BlockRanges = readonly (readonly [number, number])[];

/** The first block that both have; −1 where there is none. */
export function sharedBlock(a: BlockRanges, b: BlockRanges): number {
  for (const [from, to] of a) {
    for (const [start, end] of b) {
      const first = Math.max(from, start);
      if (first < Math.min(to, end)) return first;
    }
  }
  return -1;
}

/** The blocks of both. */
export function unionOf(a: BlockRanges, b: BlockRanges): BlockRanges {
  const ranges: [number, number][] = [];
  for (const [from, to] of [...a, ...b].sort(([x], [y]) => x - y)) {
    const last = ranges.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else ranges.push([from, to]);
  }
  return ranges;
}

/** The blocks of a that are not in b. */
export function withoutBlocks(a: BlockRanges, b: BlockRanges): BlockRanges {
  return b.reduce<BlockRanges>(
    (left, [start, end]) =>
      left.flatMap(([from, to]) => [[from, Math.min(to, start)] as const, [Math.max(from, end), to] as const].filter(([x, y]) => x < y)),
    a,
  );
}

/** How many blocks there are. */
export function blockCount(ranges: BlockRanges): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0);
}
