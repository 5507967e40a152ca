/**
 * Is it Iris versicolor? By its petals it stands between the two other species, so no straight line cuts it out: a linear classifier against
 * one with a Gaussian kernel, over seeded random splits. λ and γ are chosen on the training part of each by five-fold cross-validation.
 *
 *     node examples/iris/run.mjs [--splits 20] [--out examples/iris/iris.svg]
 */
import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  applyScaler,
  classify,
  confusionMatrix,
  fit,
  kernelClassifier,
  kernelDescent,
  linear,
  probabilities,
  rbf,
  score,
  standardize,
} from "mercer";
import { split } from "../split.mjs";
import { readFlowers } from "./data.mjs";
import { drawPicture } from "./picture.mjs";

/** The claim: the kernel's mean test error is at most this share of the linear classifier's, and smaller in every split. */
const MARGIN = 1 / 4;
const FOLDS = 5;
const LAMBDAS = [0.01, 0.1, 1];

const CONTESTANTS = {
  linear: { label: "linear", kernels: [linear()] },
  kernel: { label: "Gaussian kernel", kernels: [0.25, 0.5, 1, 2].map((gamma) => rbf({ gamma })) },
};

const { values } = parseArgs({ options: { splits: { type: "string", default: "20" }, out: { type: "string" } } });
const splits = Number(values.splits);
if (!Number.isInteger(splits) || splits < 1) throw new RangeError(`--splits must be a positive whole number; it is ${values.splits}`);
const out = values.out ?? fileURLToPath(new URL("iris.svg", import.meta.url));

const flowers = readFlowers();
const rounds = Array.from({ length: splits }, (_, k) => {
  const parts = split(flowers, k + 1);
  return { ...parts, linear: train(CONTESTANTS.linear.kernels, parts), kernel: train(CONTESTANTS.kernel.kernels, parts) };
});
writeFileSync(out, drawPicture(rounds[0], lossCurve(rounds[0])));
process.exitCode = report() ? 0 : 1;

function train(kernels, { training, test }) {
  const estimator = choose(kernels, training);
  const { scaler, X } = standardize(training.map(({ petal }) => petal));
  const model = fit(estimator, X, training.map(isVersicolor));
  const inputs = (petals) => applyScaler(scaler, petals);
  const truth = test.map(isVersicolor);
  const petals = test.map(({ petal }) => petal);
  return {
    estimator,
    model,
    X,
    error: 1 - score(model, inputs(petals), truth),
    confusion: confusionMatrix(truth, classify(model, inputs(petals))),
    probability: (points) => Array.from({ length: points.length }, (_, i) => probabilities(model, inputs(points)).data[2 * i + 1]),
  };
}

/** The estimator with the fewest errors over five folds of the training part; of equal ones the first. */
function choose(kernels, training) {
  const candidates = kernels.flatMap((kernel) =>
    LAMBDAS.map((lambda) => kernelClassifier({ kernel, lambda, loss: "logistic", intercept: true })),
  );
  const errors = candidates.map((estimator) => {
    let wrong = 0;
    for (let fold = 0; fold < FOLDS; fold++) {
      const kept = training.filter((_, i) => i % FOLDS !== fold);
      const held = training.filter((_, i) => i % FOLDS === fold);
      const { scaler, X } = standardize(kept.map(({ petal }) => petal));
      const model = fit(estimator, X, kept.map(isVersicolor));
      const Z = applyScaler(
        scaler,
        held.map(({ petal }) => petal),
      );
      wrong += (1 - score(model, Z, held.map(isVersicolor))) * held.length;
    }
    return Math.round(wrong);
  });
  return candidates[errors.indexOf(Math.min(...errors))];
}

/** Training loss with its ridge along the steps of descent, and where Newton's method says that it ends. */
function lossCurve({ training, kernel: { estimator, X } }) {
  const { kernel, lambda } = estimator;
  const signs = training.map((flower) => (isVersicolor(flower) ? 1 : -1));
  const { report } = fit(kernelDescent({ kernel, lambda, loss: "logistic", iterations: 400, record: { every: 1 } }), X, signs);
  const optimum = fit(kernelClassifier({ kernel, lambda, loss: "logistic" }), X, training.map(isVersicolor));
  return { steps: report.record.steps, losses: report.record.losses, optimum: optimum.report.trainingLoss[0] };
}

function isVersicolor({ species }) {
  return species === "versicolor";
}

/** Prints what came out; whether the claim holds. */
function report() {
  const { training, test } = rounds[0];
  console.log(
    `Versicolor or not, by the petals of ${flowers.length} irises; ${splits} random splits, ${training.length} to train on, ${test.length} to test on.`,
  );
  console.log("\ntest errors              mean   min – max");
  for (const [name, { label }] of Object.entries(CONTESTANTS)) {
    const errors = rounds.map((round) => round[name].error);
    console.log(`  ${label.padEnd(20)} ${percent(mean(errors))}   ${percent(Math.min(...errors))} – ${percent(Math.max(...errors))}`);
  }
  const { classes, counts } = rounds[0].kernel.confusion;
  console.log(
    `\nthe kernel's first split: of ${count(counts, 1)} versicolor it finds ${counts.data[3]}, of ${count(counts, 0)} others it takes ${counts.data[1]} for one`,
  );
  if (classes.length !== 2) throw new Error("two classes were expected");
  const share = mean(rounds.map(({ kernel }) => kernel.error)) / mean(rounds.map(({ linear: line }) => line.error));
  const wins = rounds.filter(({ kernel, linear: line }) => kernel.error < line.error).length;
  const met = share <= MARGIN && wins === splits;
  console.log(`\nclaim: at most ${MARGIN} of the linear classifier's errors, and fewer in every split`);
  console.log(`found: ${share.toFixed(3)}, fewer in ${wins} of ${splits}: ${met ? "met" : "NOT met"}`);
  console.log(`picture: ${relative(process.cwd(), out)}`);
  return met;
}

function count({ cols, data }, row) {
  return data.slice(row * cols, (row + 1) * cols).reduce((sum, value) => sum + value, 0);
}

function mean(numbers) {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

function percent(share) {
  return `${(100 * share).toFixed(1).padStart(5)} %`;
}
