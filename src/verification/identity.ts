import { isMercerError } from "../errors";
import type { Matrix } from "../matrix";
import { rowsOf, supportOf } from "../problem/support";
import { digestOf, type Told } from "../provenance/digest";
import { learnScaling } from "../scaling/learn";
import type { ScalingMethod } from "../scaling/method";
import type { Scaling } from "../scaling/units";
import { type Claim, unchecked } from "./claim";
import { coefficientsOf, type Observed } from "./observed";

/** Whether these are the data: their sizes, their units, every point, their digest and their classes. */
export function identityClaims(observed: Observed, X: Matrix, y: Told): Claim[] {
  return [sizeClaim(observed), ...scalingClaims(observed), pointsClaim(observed), digestClaim(observed, X, y), ...classesClaims(observed)];
}

/** Points, features and targets. Points of weight 0 are none of a Gaussian process, but for the columns of a Gram matrix. */
export function sizeClaim({ functions, model, rawX, Y, rawY, weights, labels }: Observed): Claim {
  const t = coefficientsOf({ functions } as Observed).cols;
  const targets = labels ? t : (Y ?? rawY).cols;
  if (functions.kind === "linearModel") {
    const d = model.scaling?.X?.center.length ?? rawX.cols;
    return { claim: "size", holds: d === rawX.cols && targets === t, told: [d, t], found: [rawX.cols, targets] };
  }
  const { n, points } = functions;
  const counted = functions.kind === "gaussianProcessModel" && points ? (supportOf(weights)?.length ?? rawX.rows) : rawX.rows;
  const [told, found] = [
    [n, points?.cols ?? n, t],
    [counted, rawX.cols, targets],
  ];
  return { claim: "size", holds: told.every((value, k) => value === found[k]), told, found };
}

/** Every number of the points is that of X, in the units of the model. */
function pointsClaim({ functions, X, weights }: Observed): Claim {
  if (functions.kind === "linearModel") return unchecked("points", null, "a linear model keeps no points");
  const { points, kind } = functions;
  if (!points) return unchecked("points", null, "the model of a precomputed kernel keeps no points");
  const mine = kind === "gaussianProcessModel" ? rowsOf(X, supportOf(weights)) : X;
  if (mine.rows !== points.rows || mine.cols !== points.cols) return unchecked("points", null, "the sizes differ");
  const others = mine.data.reduce((count, value, at) => count + Number(value !== points.data[at]), 0);
  const at = mine.data.findIndex((value, k) => value !== points.data[k]);
  const claim: Claim = { claim: "points", holds: others === 0, told: 0, found: others };
  return at < 0 ? claim : { ...claim, reason: `row ${Math.floor(at / mine.cols)}, column ${at % mine.cols} is another number` };
}

const METHODS: readonly ScalingMethod[] = ["deviation", "center", "range", "quantiles"];

/** The units are those that one of the methods learns from the data. */
function scalingClaims({ model, rawX, rawY, weights }: Observed): Claim[] {
  return (["X", "y"] as const).flatMap((side): Claim[] => {
    const scaling = model.scaling?.[side];
    const m = side === "X" ? rawX : rawY;
    if (!scaling || scaling.center.length !== m.cols) return [];
    const method = METHODS.find((each) => isLearned(scaling, m, each, weights));
    const claim: Claim = { claim: "scaling", holds: method !== undefined, told: side, found: method ?? null };
    return [method ? claim : { ...claim, reason: `no method of standardize finds these units in ${side}` }];
  });
}

function isLearned(scaling: Scaling, m: Matrix, method: ScalingMethod, weights: Float64Array | null): boolean {
  try {
    const { center, spread } = learnScaling(m, method, weights, "X");
    return center.every((value, k) => value === scaling.center[k]) && spread.every((value, k) => value === scaling.spread[k]);
  } catch (error) {
    // a method that these data have no units by
    if (isMercerError(error)) return false;
    throw error;
  }
}

function digestClaim({ model }: Observed, X: Matrix, y: Told): Claim {
  const told = model.about?.data;
  if (!told) return unchecked("digest", null, "the model has no digest of its data; annotate(model, { data: { X, y } }) adds one");
  const found = digestOf(X, y, model.kind === "classifierModel");
  const holds = (["rows", "cols", "targets", "sha256"] as const).every((name) => found[name] === told[name]);
  return { claim: "digest", holds, told: told.sha256, found: found.sha256 };
}

/** The classes are those of the labels. */
function classesClaims({ model, labels }: Observed): Claim[] {
  if (model.kind !== "classifierModel" || !labels) return [];
  const missing = model.classes.filter((label) => !labels.classes.includes(label));
  const strange = labels.classes.filter((label) => !model.classes.includes(label));
  const claim: Claim = {
    claim: "classes",
    holds: missing.length === 0 && strange.length === 0,
    told: model.classes.length,
    found: labels.classes.length,
  };
  if (claim.holds) return [claim];
  const [label, where] = missing.length > 0 ? [missing[0], "does not occur in y"] : [strange[0], "occurs in y alone"];
  return [{ ...claim, reason: `the class ${JSON.stringify(label)} ${where}` }];
}
