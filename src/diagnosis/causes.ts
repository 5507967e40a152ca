import type { RelatedRows } from "./rows";

/** Why K is what it is. Where several hold, the one that explains the rank best comes first. */
export type Cause =
  /** K differs from its transpose. */
  | "asymmetric"
  /** K has a negative eigenvalue. */
  | "indefinite"
  /** Rows of X (or of K) are equal. */
  | "duplicates"
  /** Rows differ so little that the kernel hardly tells them apart: ‖φ(x) − φ(z)‖² is at most 10⁻⁸ of ‖φ‖². */
  | "near-duplicates"
  /** Points have features that are multiples of each other's. */
  | "collinear"
  /** A point has no features: its row of K is 0. */
  | "zero-rows"
  /** The feature space has fewer dimensions than there are distinct points. */
  | "few-features"
  /** The features are enough by number, but on these points they depend on each other. */
  | "dependent-features"
  /** The eigenvalues of a kernel with infinitely many features sink below rounding: it is too smooth for points so close. */
  | "smooth"
  /** K is a bare matrix, or its kernel is not known, and has fewer independent rows than points. */
  | "low-rank"
  /** Every eigenvalue can be told from 0, but the smallest is 10⁻⁸ of the largest or less. */
  | "ill-conditioned";

export interface Findings extends RelatedRows {
  readonly n: number;
  readonly rank: number;
  readonly symmetric: boolean;
  readonly negative: number;
  readonly conditionNumber: number;
  readonly duplicates: readonly (readonly [number, number])[];
  readonly featureDimension: number | null;
}

const ILL_CONDITIONED = 1 / Math.sqrt(Number.EPSILON);

export function causesOf(findings: Findings): readonly Cause[] {
  const { symmetric, negative, n, rank, conditionNumber } = findings;
  const causes: Cause[] = [];
  if (!symmetric) causes.push("asymmetric");
  if (negative > 0) causes.push("indefinite");
  if (rank < n) causes.push(...deficiencies(findings));
  else if (conditionNumber > ILL_CONDITIONED)
    causes.push("ill-conditioned", ...(findings.nearDuplicates.length > 0 ? ["near-duplicates" as const] : []));
  return causes;
}

/** What says nothing new where the features are few. */
const APPROXIMATE: ReadonlySet<Cause> = new Set(["collinear", "near-duplicates"]);

/** Each cause with the rank it allows, least first; where the rank is below all of these, something else has to explain it. */
function deficiencies(findings: Findings): Cause[] {
  const { n, rank, duplicates, nearDuplicates, collinear, zeroRows, featureDimension: M } = findings;
  // zero rows repeat each other: all but the first are among the duplicates
  const distinct = n - duplicates.length;
  const lonely = zeroRows.length > 0 ? 1 : 0;
  const limits: [Cause, number][] = [
    ["few-features", M ?? Infinity],
    ["zero-rows", zeroRows.length > 0 ? n - zeroRows.length : n],
    ["duplicates", distinct],
    ["collinear", n - collinear.length],
    ["near-duplicates", n - nearDuplicates.length],
  ];
  const found = limits.filter(([, limit]) => limit < n).sort(([, a], [, b]) => a - b);
  const explained = Math.min(M ?? Infinity, distinct - lonely - collinear.length - nearDuplicates.length);
  const few = M !== null && M < distinct;
  const causes = found.map(([cause]) => cause).filter((cause) => (cause === "few-features" ? few : !few || !APPROXIMATE.has(cause)));
  const crowded = nearDuplicates.length > distinct / 2 && M === Infinity;
  if (rank >= explained && !crowded) return causes;
  if (M === null) return ["low-rank", ...causes];
  return [M === Infinity ? "smooth" : "dependent-features", ...causes];
}
