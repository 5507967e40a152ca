// Graphs of toOnnx, run by onnxruntime: the numbers of mercer, in both precisions.
import * as ort from "onnxruntime-web";
import { classify, decision, gram, predict, probabilities } from "../../dist/index.js";
import { toOnnx } from "../../dist/interchange.js";
import { check } from "../engines/checks.mjs";
import { checkClose } from "./close.mjs";
import { CLASSIFIERS, PROCESSES, REGRESSIONS } from "./models.mjs";

/** Of the largest sum of sizes, Σ |α_i k(x_i, z)|, whose rounding is in an answer. */
const TOLERANCES = { float64: 1e-12, float32: 1e-6 };

ort.env.wasm.numThreads = 1;

export async function checkGraphs() {
  for (const precision of ["float64", "float32"]) {
    for (const each of [...REGRESSIONS, ...PROCESSES]) {
      if (!each.isUnit) await checkRegression(each, precision);
    }
    for (const each of CLASSIFIERS) await checkClassifier(each, precision);
  }
}

async function checkRegression({ name, model, Z }, precision) {
  const { prediction } = await run(toOnnx(model, { precision, features: 3 }), Z, precision);
  const wanted = predict(model, Z);
  const shape = wanted instanceof Float64Array ? [wanted.length] : [wanted.rows, wanted.cols];
  check(`ONNX, ${precision}, ${name}: shape`, String(prediction.dims), String(shape));
  checkClose(`ONNX, ${precision}, ${name}`, prediction, wanted, TOLERANCES[precision], precision === "float32" ? sizeOf(model, Z) : 0);
}

async function checkClassifier({ name, model, Z, sure, isotonic }, precision) {
  const outputs = await run(toOnnx(model, { precision }), Z, precision);
  checkClose(
    `ONNX, ${precision}, ${name}: decision`,
    outputs.decision,
    decision(model, Z),
    TOLERANCES[precision],
    precision === "float32" ? sizeOf(model, Z) : 0,
  );
  const labels = Array.from(outputs.label.data, (label) => (typeof model.classes[0] === "boolean" ? Boolean(label) : label));
  const wanted = classify(model, Z);
  check(
    `ONNX, ${precision}, ${name}: labels`,
    JSON.stringify(labels.map((label) => (typeof label === "bigint" ? Number(label) : label))),
    JSON.stringify(wanted),
  );
  check(`ONNX, ${precision}, ${name}: has probabilities`, "probabilities" in outputs, sure === true);
  // a steep piece of a curve magnifies what float32 rounds
  if (sure && !(isotonic && precision === "float32"))
    checkClose(`ONNX, ${precision}, ${name}: probabilities`, outputs.probabilities, probabilities(model, Z), TOLERANCES[precision]);
}

/** The largest Σ |α_i k(x_i, z)| of a target at a row of Z, in raw units; 0 for a model without kernel. */
function sizeOf(model, Z) {
  if (model.kind === "linearModel") return 0;
  const { kernel, points, coefficients, scaling } = model;
  const standard = scaling?.X ? Z.map((row) => row.map((value, k) => (value - scaling.X.center[k]) / scaling.X.spread[k])) : Z;
  const { rows, cols: n, data } = points ? gram(kernel, standard, points) : Z;
  const [alpha, t] = coefficients instanceof Float64Array ? [coefficients, 1] : [coefficients.data, coefficients.cols];
  const sums = Array.from({ length: rows * t }, (_, at) => {
    const [i, q] = [Math.floor(at / t), at % t];
    let sum = 0;
    for (let j = 0; j < n; j++) sum += Math.abs(data[i * n + j] * alpha[j * t + q]);
    return sum * (scaling?.y?.spread[q] ?? 1);
  });
  return Math.max(...sums);
}

async function run(bytes, Z, precision) {
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ["wasm"] });
  const [rows, cols, data] = Array.isArray(Z) ? [Z.length, Z[0].length, Z.flat()] : [Z.rows, Z.cols, Z.data];
  const numbers = precision === "float32" ? Float32Array.from(data) : Float64Array.from(data);
  const outputs = await session.run({ Z: new ort.Tensor(precision, numbers, [rows, cols]) });
  await session.release();
  return outputs;
}
