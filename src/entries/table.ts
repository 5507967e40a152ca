export { type AutoCandidate, type AutoOptions, type AutoResult, auto } from "../auto/auto";
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
export { fromBytes, toBytes } from "../table-model/bytes";
export { compare, type TableCandidates } from "../table-model/compare";
export { crossValidate, type TableHoldOutOptions } from "../table-model/cross-validate";
export { fit, type TableFitOptions } from "../table-model/fit";
export { fromJSON } from "../table-model/from-json";
export { inPool, type TablePool } from "../table-model/in-pool";
export { predictInterval } from "../table-model/intervals";
export { leaveOneOut, type TableSelectionOptions } from "../table-model/leave-one-out";
export { onColumns } from "../table-model/named-columns";
export { onTable, type TableEstimatorOptions } from "../table-model/on-table";
export type { PerRow } from "../table-model/per-row";
export { permutationImportance, type TableImportance } from "../table-model/permutation-importance";
export {
  classify,
  decision,
  predict,
  predictDistribution,
  predictor,
  probabilities,
  type RowPredictor,
  score,
} from "../table-model/predict";
export { type TableModelJson, toJSON } from "../table-model/to-json";
export { type TableSplit, trainTestSplit } from "../table-model/train-test-split";
export { type TableTuneOptions, tune } from "../table-model/tune";
export type { AnyEstimator, ModelOf, PredictionsOf, TableEstimator, TableModel } from "../table-model/types";
