/**
 * Descent on the logistic loss, stopped by a validation set: two interleaved half moons with a tenth of the labels wrong.
 *
 * The training loss falls at every step; the loss on points kept aside falls, then rises. Stopping at its minimum needs no ridge to be chosen.
 *
 *     node examples/early-stopping.mjs
 */
import { fit, kernelDescent, linearDescent, predict, rbf } from "mercer";

const random = generator(7);
const [training, held, fresh] = [moons(120, 0.1), moons(120, 0.1), moons(400, 0)];

const estimator = kernelDescent({ kernel: rbf({ gamma: 8 }), loss: "logistic", iterations: 20_000, record: { every: 1 } });
const validation = { X: held.X, y: held.y, patience: 20, every: 5 };
const stopped = fit(estimator, training.X, training.y, { validation });
const exhausted = fit(estimator, training.X, training.y);
const straight = fit(linearDescent({ loss: "logistic", intercept: true, iterations: 2000 }), training.X, training.y);

const rows = [
  { name: "linear", model: straight },
  { name: "stopped early", model: stopped },
  { name: "all steps", model: exhausted },
];
console.log("model           steps  training loss  loss kept aside  errors on new points");
for (const { name, model } of rows) {
  const cells = [
    String(model.report.iterations),
    model.report.trainingLoss[0].toFixed(1),
    loss(model, held).toFixed(1),
    `${errors(model)} of 400`,
  ];
  console.log(`${name.padEnd(14)} ${cells[0].padStart(6)} ${cells[1].padStart(14)} ${cells[2].padStart(16)} ${cells[3].padStart(21)}`);
}
const { losses } = exhausted.report.record;
const falls = losses.every((value, t) => t === 0 || value <= losses[t - 1]);
console.log(`the training loss fell at every step: ${falls}`);
process.exitCode = falls && errors(stopped) < errors(exhausted) && errors(stopped) < errors(straight) ? 0 : 1;

/**
 * Σ log(1 + e^(−yh))
 *
 * @param {typeof stopped | typeof straight} model
 */
function loss(model, { X, y }) {
  return predict(model, X).reduce((sum, h, i) => sum + Math.log1p(Math.exp(-y[i] * h)), 0);
}

/** @param {typeof stopped | typeof straight} model */
function errors(model) {
  return predict(model, fresh.X).filter((h, i) => h * fresh.y[i] <= 0).length;
}

function moons(n, wrong) {
  const labels = Array.from({ length: n }, (_, i) => (i % 2 ? 1 : -1));
  const X = labels.map((label) => {
    const angle = Math.PI * random();
    const noise = () => 0.3 * (random() - 0.5);
    return label > 0
      ? [Math.cos(angle) + noise(), Math.sin(angle) + noise()]
      : [1 - Math.cos(angle) + noise(), 0.4 - Math.sin(angle) + noise()];
  });
  return { X, y: labels.map((label) => (random() < wrong ? -label : label)) };
}

/** Numbers in [0, 1) by a linear congruence modulo 2³². */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
