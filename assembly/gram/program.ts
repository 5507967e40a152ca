/**
 * The program of a kernel: what to do with one tile of pairs (x_i, z_j), in postfix order. The one file that both languages read.
 *
 * A program is an array of float64 words: instructions of `WORDS` words (opcode and three operands), `Opcode.End`, then the tables that
 * operands point to, by their distance in words from the beginning.
 */
export enum Opcode {
  End = 0,
  // Leaves push a tile.
  /** Σ_k x_k z_k */
  InnerProduct = 1,
  /** Σ_k (x_k − z_k)² */
  SquaredDistance = 2,
  /** Σ_k ((x_k − z_k) w_k)²; operand: where the d weights w stand */
  ScaledSquaredDistance = 3,
  /** Σ_k |x_k − z_k| */
  ManhattanDistance = 4,
  /** Π_k (1 + x_k z_k) */
  SubsetProduct = 5,
  // Maps replace every element τ of the tile on top.
  /** a τ + b */
  Affine = 16,
  /** τᵖ, p a positive integer */
  IntegerPower = 17,
  /** e^(a τ) */
  Exponential = 18,
  // Checks leave the tile alone.
  /** fails at the first element that is infinite or not a number */
  RequireFinite = 32,
}

/** Words of one instruction. */
export const WORDS = 4;
