export { type ErrorCode, isMercerError, type MercerError } from "../errors";
export { fromJSON, type ModelJson } from "../io/json";
export type { Matrix, MatrixLike, Points, Targets, Vector } from "../matrix";
export type { Label } from "../models/labels";
export type { ClassifierModel, KernelModel, LinearModel, Model } from "../models/model";
export type { Predictor } from "../models/predictor";
export { classify, decision, predict, predictor, probabilities } from "../serving/predict";
