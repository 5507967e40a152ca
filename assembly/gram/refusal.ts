import { Chunk, region, TASK } from "../parallel/region";
import { TILE } from "./program";

/** The least position that a check of the program refused, as a signed 64-bit number: above what the chunks read. */
const REFUSED: usize = TASK + 128;

/** i·n + j of an element, from its tile's corner and its position in the tile. */
export function position(i: i32, j: i32, n: i32, inTile: i32): f64 {
  return <f64>(i + inTile / TILE) * <f64>n + <f64>(j + (inTile % TILE));
}

/** Runs the chunks, each on rows of its own, below those of the chunk before. Returns −1, or the first position refused, whoever met one first. */
export function untilRefused(chunks: i32, chunk: Chunk): f64 {
  atomic.store<i64>(REFUSED, i64.MAX_VALUE);
  region(chunks, chunk);
  const refused = atomic.load<i64>(REFUSED);
  return refused === i64.MAX_VALUE ? -1 : <f64>refused;
}

/** Tells of a refused position: the least one stays. */
export function refuse(position: f64): void {
  const mine = <i64>position;
  let least = atomic.load<i64>(REFUSED);
  while (mine < least) {
    const found = atomic.cmpxchg<i64>(REFUSED, least, mine);
    if (found === least) return;
    least = found;
  }
}
