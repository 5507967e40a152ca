import { mercerError } from "../../errors";
import type { CalibrationCurve, Calibrator } from "../../models/calibrator";
import type { Classifier } from "../../models/classifier-model";
import type { Builder, Value } from "./builder";

/** The outputs of a classifier: decision, label, and probabilities where the model has them. h is m × 1 for two classes, else m × classes. */
export function addClasses(to: Builder, model: Classifier, h: Value): void {
  const count = model.classes.length;
  const flat = count === 2 ? to.columns(h, 0) : h;
  to.output("decision", flat, count === 2 ? null : count);
  const index =
    count === 2
      ? to.node("Cast", [to.node("Greater", [flat, to.number(0)])], { to: INT64 })
      : to.node("ArgMax", [h], { axis: 1, keepdims: 0 });
  const { labels, type } = labelsOf(to, model);
  to.output("label", to.node("Gather", [labels, index], { axis: 0 }), null, type);
  const shares = probabilitiesOf(to, model, h);
  if (shares) to.output("probabilities", shares, count);
}

const INT64 = 7;

function labelsOf(to: Builder, { classes }: Classifier) {
  if (classes.every((label) => typeof label === "string")) return { labels: to.words(classes), type: "string" } as const;
  if (classes.every((label) => typeof label === "boolean")) return { labels: to.flags(classes), type: "bool" } as const;
  if (classes.every(Number.isSafeInteger)) return { labels: to.integers(classes as number[]), type: "int64" } as const;
  if (classes.every((label) => typeof label === "number")) return { labels: to.doubles(classes), type: "double" } as const;
  throw mercerError("argument", "model has classes of different types; labels are all strings, all numbers or all booleans", {
    argument: "model",
  });
}

/** As `probabilities` of mercer; null for values that are no log-odds. */
function probabilitiesOf(to: Builder, { classes, loss = "squared", calibrator }: Classifier, h: Value): Value | null {
  const isPair = classes.length === 2;
  if (calibrator) return isPair ? pairOf(to, aloneOf(to, calibrator, h)) : sharesOf(to, aloneOf(to, calibrator, h), classes.length);
  if (loss !== "logistic" && loss !== "softmax") return null;
  if (isPair) return to.node("Concat", [logistic(to, to.negative(h)), logistic(to, h)], { axis: 1 });
  if (loss === "logistic") return sharesOf(to, logistic(to, h), classes.length);
  return sharesOf(to, to.exp(to.subtract(h, to.node("ReduceMax", [h], { axes: [1], keepdims: 1 }))), classes.length);
}

/** 1/(1 + e^−h) */
function logistic(to: Builder, h: Value): Value {
  return to.divide(to.number(1), to.plus(to.exp(to.negative(h)), 1));
}

function pairOf(to: Builder, second: Value): Value {
  return to.node("Concat", [to.subtract(to.number(1), second), second], { axis: 1 });
}

/** Rows divided by their sums; equal shares where all are 0. */
function sharesOf(to: Builder, alone: Value, count: number): Value {
  const sum = to.along(to.sum(alone), -1);
  return to.where(to.node("Equal", [sum, to.number(0)]), to.number(1 / count), to.quotient(alone, sum));
}

/** Probabilities of the class of each column alone. */
function aloneOf(to: Builder, calibrator: Calibrator, h: Value): Value {
  switch (calibrator.kind) {
    case "platt": {
      const { slope, offset } = calibrator;
      const count = [slope.length];
      return logistic(to, to.add(to.multiply(h, to.numbers(slope, count)), to.numbers(offset, count)));
    }
    case "isotonic": {
      const columns = calibrator.curves.map((curve, c) => to.along(curveOf(to, curve, to.columns(h, c)), 1));
      return to.node("Concat", columns, { axis: 1 });
    }
    default:
      return calibrator satisfies never;
  }
}

/** p₀ + Σ (p_(i+1) − p_i)/(h_(i+1) − h_i) · (h between h_i and h_(i+1), less h_i) */
function curveOf(to: Builder, { h: knots, p }: CalibrationCurve, h: Value): Value {
  const last = Math.max(1, knots.length - 1);
  const low = knots.slice(0, last);
  const high = Float64Array.from(low, (value, i) => knots[i + 1] ?? value);
  const slope = Float64Array.from(
    low,
    (value, i) => ((p[i + 1] ?? (p[i] as number)) - (p[i] as number)) / ((high[i] as number) - value || 1),
  );
  const [from, until, rise] = [low, high, slope].map((values) => to.numbers(values, [last])) as [Value, Value, Value];
  const within = to.node("Min", [to.node("Max", [to.along(h, 1), from]), until]);
  return to.plus(to.sum(to.multiply(to.subtract(within, from), rise)), p[0] as number);
}
