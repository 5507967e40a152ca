import type { Targets } from "../matrix";
import type { ClassifierModel } from "../models/classifier-model";
import type { Label } from "../models/labels";
import type { GaussianProcessModel, KernelModel, LinearModel, Model } from "../models/model";
import type { FittedRecipe } from "../recipe/fitted";
import type { Recipe } from "../recipe/recipe";

/** Any estimator, as far as it goes by its kind. */
export interface AnyEstimator {
  readonly kind: string;
}

/** An estimator that is fitted to the rows of a table, as plain data; made by `onTable`. */
export interface TableEstimator<E extends AnyEstimator = AnyEstimator, T extends Targets = Targets> {
  readonly kind: "onTable";
  readonly recipe: Recipe<T>;
  readonly estimator: E;
}

/** What a fit to a table returns: how its rows become points, and an ordinary model of those. Plain data. */
export interface TableModel<M extends Model = Model> {
  readonly kind: "tableModel";
  readonly recipe: FittedRecipe;
  /** Its features are those of the recipe, in their order; columns of its kernel are counted. */
  readonly model: M;
}

/** The model that an estimator becomes. */
export type ModelOf<E extends AnyEstimator, T extends Targets> = E extends { readonly kind: "kernelClassifier" }
  ? ClassifierModel<Label>
  : E extends { readonly kind: "gaussianProcess" }
    ? GaussianProcessModel<T>
    : E extends { readonly kind: "leastSquares" | "linearDescent" }
      ? LinearModel<T>
      : KernelModel<T>;

/** Predictions of held-out rows. */
export type PredictionsOf<E extends AnyEstimator, T extends Targets> = E extends { readonly kind: "kernelClassifier" }
  ? readonly Label[]
  : T;
