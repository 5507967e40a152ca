/** Peers that ship no types: the parts used here. */
declare module "ml-kernel" {
  import type { Matrix } from "ml-matrix";
  export class Kernel {
    constructor(kind: "gaussian", options: { readonly sigma: number });
    compute(inputs: readonly (readonly number[])[]): Matrix;
  }
}

declare module "ml-regression" {
  import type { Matrix } from "ml-matrix";

  interface Options {
    readonly lambda: number;
    readonly kernelType: "gaussian";
    readonly kernelOptions: { readonly sigma: number };
  }
  export class KernelRidgeRegression {
    constructor(inputs: readonly (readonly number[])[], outputs: readonly (readonly number[])[], options: Options);
    readonly alpha: Matrix;
    predict(inputs: readonly (readonly number[])[]): number[][];
  }
}

declare module "libsvm-js" {
  export interface Machine {
    train(samples: readonly (readonly number[])[], labels: readonly number[]): void;
    getSVIndices(): number[];
    serializeModel(): string;
  }
  interface Library {
    new (options: Readonly<Record<string, number | boolean>>): Machine;
    readonly SVM_TYPES: { readonly C_SVC: number };
    readonly KERNEL_TYPES: { readonly RBF: number };
  }
  const library: Promise<Library>;
  export default library;
}
