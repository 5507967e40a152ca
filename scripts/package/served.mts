// A user's program that predicts from a file; it prints whether the result is that of the library that wrote it, bit for bit.
import { fit, kernelRidge, predict, rbf, toJSON } from "mercer";
import { fromJSON, type KernelModel, predict as serve } from "mercer/predict";

const X = [[0], [1], [2], [4]];
const model = fit(kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 1e-3 }), X, [0, 1, 4, 16]);
const file = JSON.stringify(toJSON(model));
const served = serve(fromJSON(JSON.parse(file)) as KernelModel<Float64Array>, X);

console.log(predict(model, X).every((h, i) => h === served[i]));
