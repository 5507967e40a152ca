/**
 * The program of a kernel: what to do with one tile of pairs (x_i, z_j), in postfix order. The one file that both languages read.
 *
 * A program is an array of float64 words in linear memory: `HEADER` words, the byte address of the stack of tiles that it works in and the
 * bytes from the stack of one thread to that of the next; then instructions of `WORDS` words (opcode and four operands), the last of them
 * `Opcode.End`. Operands are numbers or byte addresses: of packed points (rows x, columns z), of one number per point (u for rows, v for
 * columns), of tables. An opcode that is not listed traps.
 */
export enum Opcode {
  End = 0,
  // Leaves push a tile.
  /** Σ_k x_k z_k; operands: x, z, d */
  InnerProduct = 1,
  /** Σ_k (x_k − z_k)²; operands: x, z, d */
  SquaredDistance = 2,
  /** Σ_k ((x_k − z_k) w_k)²; operands: x, z, d, the d weights w */
  ScaledSquaredDistance = 3,
  /** Σ_k |x_k − z_k|; operands: x, z, d */
  ManhattanDistance = 4,
  /** Π_k (1 + x_k z_k); operands: x, z, d */
  SubsetProduct = 5,
  /** Σ_k (x_k − z_k)²/(x_k + z_k), terms with x_k + z_k = 0 being 0; operands: x, z, d */
  ChiSquare = 6,
  /** Σ over the subsets of p features of Π x_k z_k; operands: x, z, d, p */
  ElementarySymmetric = 7,
  /** Σ_k sin²(π w (x_k − z_k)); operands: x, z, d, w */
  SquaredSines = 8,
  /** the same number everywhere; operand: the number */
  Constant = 9,
  /** a number where row and column are the same training point, else 0; operand: the number */
  Diagonal = 10,
  /** elements of a matrix in memory; operands: its address and row stride */
  Given = 11,
  /** what the host's function says; operand: which function */
  Custom = 12,
  /** a tile kept earlier; operand: how many bytes it lies below the stack of tiles */
  Fetch = 13,
  /** Σ_k (x_k z_k+1 − x_k+1 z_k)², k = 0, 2, 4 …; operands: x, z, d, an even number */
  SquaredCrossProducts = 14,
  // Joins take two tiles and push one.
  Add = 20,
  Multiply = 21,
  // Maps replace every element τ of the tile on top.
  /** a τ + b */
  Affine = 30,
  /** τᵖ, p a positive integer */
  IntegerPower = 31,
  /** e^(a τ) */
  Exponential = 32,
  /** √τ */
  Root = 33,
  /** (1 − s + b s²) eˢ, s = a √τ ≤ 0 */
  Matern = 34,
  /** (1 + b τ)^(−a) */
  RationalQuadratic = 36,
  /** sin²(π τ/a) */
  SquaredSine = 37,
  /** tanh(a τ + b) */
  Sigmoid = 38,
  /** τ u_i v_j; operands: u, v */
  Outer = 39,
  /** τ / √(u_i v_j), 0 where u_i v_j is 0; operands: u, v */
  Normalize = 40,
  // The rest leave the tile alone.
  /** keeps a copy of the tile on top; operand: how many bytes it lies below the stack of tiles */
  Keep = 50,
  /** fails at the first element that is infinite or not a number */
  RequireFinite = 51,
}

/** Words before the first instruction. */
export const HEADER = 2;

/** Words of one instruction. */
export const WORDS = 5;

/** Side of a tile: 32 × 32 numbers are 8 KB, so a stack of three stays in L1 with the panels of points they come from. */
export const TILE = 32;

/** Depth of a packed panel: a panel of 4 rows and one of 4 columns, 8 KB each, stay in a 32 KB L1. Longer sums are made of parts of so many terms. */
export const KC = 256;

/** From so many targets on packing a tile for a product with them pays; the product of a tile is then summed before it is added. */
export const MANY = 8;
