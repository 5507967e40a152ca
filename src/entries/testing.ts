export { type Counterexample, counterexample } from "../testing/counterexample";
export { kernelLaws, type LawOptions, type LawResult, requireKernelLaws } from "../testing/laws";
