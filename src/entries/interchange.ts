export { type ErrorCode, isMercerError, type MercerError } from "../errors";
export { fromLibsvm, type LibsvmOptions, toLibsvm } from "../interchange/libsvm";
export { fromNpy, type NpyOptions, toNpy } from "../interchange/npy";
export { type OnnxOptions, toOnnx } from "../interchange/onnx";
export { fromScikitLearn, type ScikitLearnFile } from "../interchange/scikit-learn";
export type { ScikitLearnKernel } from "../kernels/scikit-learn";
