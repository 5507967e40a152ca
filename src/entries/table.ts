export type { ErrorCode, ErrorDetails, MercerError } from "../errors";
export { isMercerError } from "../errors";
export { applyRecipe, type Encoded } from "../recipe/apply-recipe";
export type {
  BooleanSpec,
  CategorySpec,
  ColumnKind,
  ColumnOptions,
  ColumnSpec,
  DateSpec,
  MissingRule,
  NumericSpec,
} from "../recipe/column-spec";
export type { CyclicPart, DatePart } from "../recipe/date-parts";
export { fitRecipe } from "../recipe/fit-recipe";
export type {
  FittedBoolean,
  FittedCategory,
  FittedColumn,
  FittedDate,
  FittedNumeric,
  FittedRecipe,
  FittedTarget,
  IgnoredColumn,
} from "../recipe/fitted";
export { type InferredKind, inferKind } from "../recipe/infer-kind";
export { type Recipe, type RecipeOptions, recipe, type TargetOptions, type TargetSpec } from "../recipe/recipe";
export type { TargetValues } from "../recipe/target";
export type { ArqueroTableLike, ArrowTableLike, ColumnLike, DanfoFrameLike, TableLike } from "../table/table";
