import { roundedUp } from "../errors/rounded";
import type { Cause, Findings } from "./causes";

/** What the sentences are made of. */
interface Account extends Findings {
  readonly causes: readonly Cause[];
  readonly tolerance: number;
  readonly eigenvalues: Float64Array;
  readonly attainableLoss: readonly number[] | null;
  readonly interpolates: boolean | null;
  readonly suggestedLambda: number;
  readonly constantTarget: boolean;
  /** What k is by the closure rules; null for a bare matrix. */
  readonly kernelIsPsd: true | false | "unknown" | null;
  readonly noisy: boolean;
}

/** The diagnosis in plain sentences: what K is, why, what follows for the training loss, and what to do. */
export function explain(account: Account): string {
  return [
    rankOf(account),
    ...account.causes.map((cause) => reason(cause, account)),
    ...ofKernel(account),
    ...lossOf(account),
    remedyOf(account),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function rankOf({ n, rank, tolerance, conditionNumber, symmetric }: Account): string {
  const matrix = `K is ${n} × ${n}`;
  if (rank === n) return `${matrix} and invertible, with condition number ${short(conditionNumber)}.`;
  const values = symmetric ? "eigenvalues" : "singular values";
  return `${matrix} and singular: its rank is ${rank}, since ${count(n - rank, `of its ${values}`)} cannot be told from 0 (tolerance ${short(tolerance)}).`;
}

function reason(cause: Cause, account: Account): string {
  const { n, rank, duplicates, nearDuplicates, collinear, zeroRows, featureDimension: M, negative, eigenvalues } = account;
  switch (cause) {
    case "asymmetric":
      return "It is not symmetric, so it is not the Gram matrix of any kernel.";
    case "indefinite":
      return `It has ${count(negative, "negative eigenvalue")}, down to ${short(eigenvalues[0] as number)}: it is indefinite, not the Gram matrix of a kernel, and the witness q has qᵀKq < 0.`;
    case "few-features":
      return `The feature space has ${count(M as number, "dimension")}, fewer than the ${n - duplicates.length} different points, so the rank cannot exceed ${M}.`;
    case "duplicates":
      return `${rowsAre(duplicates, "equal")}: equal points have equal rows in K, so ${duplicates.length === 1 ? "one of them adds" : "the repeated ones add"} nothing to the rank, and K can only fit equal targets there.`;
    case "near-duplicates":
      return `${rowsAre(nearDuplicates, "almost equal")}, so their rows in K differ by little more than rounding.`;
    case "collinear":
      return `The features of rows ${listed(collinear)} are multiples of each other.`;
    case "zero-rows":
      return `Row ${zeroRows.slice(0, 5).join(", ")} has no features at all (k(x, x) = 0): nothing but 0 can be predicted there.`;
    case "dependent-features":
      return `The ${M} features are enough for the ${n} points, but on these points they depend on each other: the points lie in a smaller subspace.`;
    case "smooth":
      return `The kernel has infinitely many features and the ${n - duplicates.length} different points give a K that is invertible in exact arithmetic, but it is so smooth at this length scale that all eigenvalues beyond the ${ordinal(rank)} are below rounding; a shorter length scale or a rougher kernel would separate the points.`;
    case "low-rank":
      return "Its rows depend linearly on each other, at least to rounding.";
    case "ill-conditioned":
      return `It is ill-conditioned: the coefficients lose about ${Math.round(Math.log10(account.conditionNumber))} of 16 digits.`;
    default:
      return cause satisfies never;
  }
}

function ofKernel({ kernelIsPsd, negative, symmetric }: Account): string[] {
  if (kernelIsPsd === false && negative === 0 && symmetric) {
    return ["The kernel is not positive semi-definite in general, although these points do not show it."];
  }
  return [];
}

/** Causes for which K is singular in floating point only. */
const BY_ROUNDING: ReadonlySet<Cause | undefined> = new Set<Cause>(["smooth", "near-duplicates"]);

function lossOf({ causes, attainableLoss, interpolates, n, rank, constantTarget, noisy }: Account): string[] {
  if (noisy && attainableLoss === null) {
    return [
      "The white noise counts in K but is no part of the predictions, so the fit with λ = 0 does not meet its training targets exactly.",
    ];
  }
  if (attainableLoss === null) {
    return [
      rank === n
        ? "Every y can be fitted exactly, so the least training loss is 0 whatever y is."
        : "Whether the training loss can be 0 depends on y: exactly when y lies in the range of K.",
    ];
  }
  const least = attainableLoss.map(short).join(", ");
  if (noisy)
    return [`The white noise is not part of the predictions, so the fit with λ = 0 misses the training targets by a loss of ${least}.`];
  const subject = constantTarget ? "y, which is constant," : "y";
  if (rank === n) return ["y lies in the range of K, as every y does: the least training loss is 0 and the fit with λ = 0 interpolates."];
  if (interpolates)
    return [`${subject} lies in the range of K all the same, so the least training loss is 0 and the fit with λ = 0 interpolates.`];
  if (BY_ROUNDING.has(causes[0])) {
    return [
      `To working precision ${subject} does not lie in the range of K: the fit with λ = 0 leaves a training loss of ${least}, and less only by fitting rounding errors.`,
    ];
  }
  return [`${subject} does not lie in the range of K: no α brings the training loss below ${least}.`];
}

function remedyOf({ suggestedLambda, rank, n, symmetric, negative }: Account): string {
  const free = rank < n && symmetric ? "Any column of nullSpace can be added to α without changing a prediction. " : "";
  if (!symmetric) return "Symmetrise it, (K + Kᵀ)/2, if it is meant to be a Gram matrix.";
  if (suggestedLambda === 0) return `${free}No ridge is needed to solve with it.`;
  if (suggestedLambda === Infinity) return `${free}No ridge that is a number is large enough: divide the kernel by a power of two.`;
  const purpose = negative > 0 ? "makes K + λI positive definite" : "makes the solution well posed";
  return `${free}The smallest ridge that ${purpose} is about λ = ${roundedUp(suggestedLambda, 3)}.`;
}

function rowsAre(pairs: readonly (readonly [number, number])[], what: string): string {
  return pairs.length === 1 ? `Rows ${listed(pairs)} are ${what}` : `${pairs.length} rows are ${what} to earlier ones (${listed(pairs)})`;
}

/** The first pairs of a list. */
function listed(pairs: readonly (readonly [number, number])[]): string {
  const shown = pairs.slice(0, 5).map(([i, j]) => `${i} and ${j}`);
  return shown.join(", ") + (pairs.length > shown.length ? ", …" : "");
}

function count(number: number, what: string): string {
  if (what.startsWith("of ")) return `${number} ${what}`;
  return number === 1 ? `one ${what}` : `${number} ${what}s`;
}

function ordinal(number: number): string {
  const tens = number % 100;
  const ending = tens > 10 && tens < 14 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${number}${ending}`;
}

function short(value: number): string {
  const rounded = Number(value.toPrecision(3));
  // the largest numbers have nothing above them
  return String(Number.isFinite(rounded) ? rounded : value);
}
