/** What the core asks of its host; a file of its own, since its name is that of the import. */

/** Fills a tile with the host's function `index` for the pairs from (i, j) on: m × n values with row stride TILE. */
export declare function custom(index: i32, i: i32, j: i32, m: i32, n: i32, tile: usize): void;
