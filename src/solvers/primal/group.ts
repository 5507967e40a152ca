import type { Matrix } from "../../matrix";
import type { Problem } from "../../problem/problem";
import type { Yardstick } from "../../proof/error-bar";
import type { FactorRoute } from "../ridge/group";
import type { PrimalSolution } from "./solve";

/** Features whose products are the kernel's, K = ΦΦᵀ, and what to say of them. */
export interface Features {
  readonly phi: Matrix;
  readonly solver: FactorRoute;
  readonly reason: string;
  /** Of Φ, where it is known beforehand. */
  readonly rank: number | null;
  /** η of explicit features in units of u; null where ΦΦᵀ is K only nearly, and K itself is given. */
  readonly rounding: number | null;
  /** K where Φ is but a factor of it. */
  readonly K: Matrix | null;
  /** Bytes that were held at once when they were made. */
  readonly bytes: number;
}

/** The targets that share a λ, in the space of the features. */
export interface FeatureGroup {
  readonly problem: Problem;
  readonly features: Features;
  readonly yard: Yardstick;
  readonly noise: Float64Array | null;
  readonly lambda: number;
  readonly targets: readonly number[];
  readonly intercept: boolean;
  readonly solution: PrimalSolution;
}
