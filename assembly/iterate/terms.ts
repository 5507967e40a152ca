/** The words in which a descent is described. The one file of it that both languages read. */

/** L(h, y); see loss.ts. */
export enum Loss {
  Squared = 0,
  Absolute = 1,
  Huber = 2,
  EpsilonInsensitive = 3,
  Logistic = 4,
  Hinge = 5,
  SquaredHinge = 6,
  Quantile = 7,
  Poisson = 8,
}

/** What the coefficients x are, and along which gradient they move. */
export enum Form {
  /** h = Kx, x ← x − s (L′ + 2λx) */
  Functional = 0,
  /** h = Kx, x ← x − s K(L′ + 2λx) */
  Euclidean = 1,
  /** h = Φx, x ← x − s (ΦᵀL′ + 2λx) */
  Primal = 2,
}

/** How a run of steps ended. */
export enum Ending {
  Done = 0,
  /** No component of the gradient exceeds the tolerance. */
  Converged = 1,
  /** A loss or a coefficient left the finite numbers. */
  NotFinite = 2,
  /** The loss has come down to what was asked for. */
  Reached = 3,
}

/** Points whose exponentials a loss computes at a time, a multiple of 4. */
export const LOSS_CHUNK = 256;
