export { type Counterexample, counterexample } from "../testing/counterexample";
export { kernelLaws, type LawOptions, type LawResult, requireKernelLaws } from "../testing/laws";
export { type LossLawOptions, type LossLawResult, lossLaws, requireLossLaws } from "../testing/loss-laws";
