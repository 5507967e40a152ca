// A user's program, compiled and bundled in every way a user might; all of them must print the same line.
import { fit, isMercerError, type KernelModel, kernelRidge, predict, rbf } from "mercer";
import { cholesky, type Matrix } from "mercer/linalg";

const X = [[0], [1], [2], [4]];
const model: KernelModel<Float64Array> = fit(kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 1e-3 }), X, [0, 1, 4, 16]);
const h: Float64Array = predict(model, [[3], [5]]);
const L: Matrix = cholesky([
  [4, 2],
  [2, 5],
]).L;

console.log(JSON.stringify([...h, ...L.data, codeOf(() => fit(kernelRidge({ kernel: rbf() }), X, [1]))]));

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    return isMercerError(error) ? error.code : undefined;
  }
}
