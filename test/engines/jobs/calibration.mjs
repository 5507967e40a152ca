import { substance } from "./model.mjs";
import { uniform } from "./numbers.mjs";

const X = uniform(90, 3, 51);
const Z = uniform(21, 3, 52);
const { data: y } = uniform(90, 1, 53);
const two = Array.from(y, (value, i) => (value + X.data[3 * i] > 0 ? "yes" : "no"));
const three = Array.from(y, (value, i) => Math.round(value + X.data[3 * i] + 2) % 3);
const folds = two.map((_, i) => i % 4);

const calibrated = (labels, loss, method) => (m) => {
  const model = m.calibrate(m.kernelClassifier({ kernel: m.rbf({ gamma: 0.3 }), lambda: 0.1, loss }), X, labels, { folds, method });
  return [substance(model), m.probabilities(model, Z), m.serving.probabilities(m.serving.fromJSON(m.toJSON(model)), Z)];
};

export const calibrationJobs = {
  "calibrated, hinge, Platt": calibrated(two, "hinge", "platt"),
  "calibrated, hinge, isotonic": calibrated(two, "hinge", "isotonic"),
  "calibrated, squared, three classes, Platt": calibrated(three, "squared", "platt"),
  "calibrated, squared, three classes, isotonic": calibrated(three, "squared", "isotonic"),
  "a calibrator of decision values": (m) => {
    const calibrator = m.fitCalibrator(y, two);
    return [calibrator, m.applyCalibrator(calibrator, y)];
  },
};
