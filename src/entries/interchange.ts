export { type ErrorCode, isMercerError, type MercerError } from "../errors";
export { fromScikitLearn, type ScikitLearnFile } from "../interchange/scikit-learn";
export type { ScikitLearnKernel } from "../kernels/scikit-learn";
