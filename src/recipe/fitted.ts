import type { MissingRule } from "./column-spec";
import type { CyclicPart, DatePart } from "./date-parts";

interface Fitted<K extends string> {
  readonly name: string;
  readonly kind: K;
  readonly missing: MissingRule;
  /** Why it is of this kind: "given", or the rule by which it was inferred. */
  readonly reason: string;
}

export interface FittedNumeric extends Fitted<"numeric"> {
  /** What stands for a missing value; null where none does. */
  readonly fill: number | null;
}

export interface FittedCategory extends Fitted<"category"> {
  readonly codes: "one-hot" | "ordinal";
  readonly unseen: "error" | "code";
  /** In the order of their codes. */
  readonly categories: readonly string[];
}

export interface FittedBoolean extends Fitted<"boolean"> {
  /** The share of the rows where it is true, which stands for a missing value; null where none does. */
  readonly fill: number | null;
}

export interface FittedDate extends Fitted<"date"> {
  readonly parts: readonly DatePart[];
  readonly cyclic: readonly CyclicPart[];
  readonly timeZone: string;
}

export type FittedColumn = FittedNumeric | FittedCategory | FittedBoolean | FittedDate;

export interface FittedTarget {
  readonly names: readonly string[];
  /** Whether y is a vector; a matrix where several targets were asked for. */
  readonly isVector: boolean;
  readonly kind: "numeric" | "label";
  /** Of each target. */
  readonly missing: readonly ("error" | "drop")[];
}

/** A column that is no feature, and why. */
export interface IgnoredColumn {
  readonly name: string;
  readonly reason: string;
}

/** A recipe that has seen the rows of a fit: everything that is needed to encode others in the same way. Plain data; made by `fitRecipe`. */
export interface FittedRecipe {
  readonly kind: "fittedRecipe";
  readonly target: FittedTarget | null;
  readonly columns: readonly FittedColumn[];
  readonly ignored: readonly IgnoredColumn[];
  readonly interactions: readonly (readonly string[])[];
  readonly missingValues: readonly string[];
  readonly units: Readonly<Record<string, string>>;
  readonly strict: boolean;
  /** The names of the features, the columns of X. */
  readonly features: readonly string[];
}
