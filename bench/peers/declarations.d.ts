/**
 * The parts of the peers that are used here. They stand in for the packages' own types, where there are any: the types of the
 * benchmark are checked in a checkout that has no peer installed.
 */
declare module "ml-matrix" {
  export class Matrix {
    static from1DArray(rows: number, columns: number, data: ArrayLike<number>): Matrix;
    static columnVector(data: ArrayLike<number>): Matrix;
    static zeros(rows: number, columns: number): Matrix;
    mmul(other: Matrix): Matrix;
    mmulByTranspose(): Matrix;
    sub(other: Matrix): Matrix;
    mul(factor: number): Matrix;
    to1DArray(): number[];
  }
  export class CholeskyDecomposition {
    constructor(a: Matrix);
    readonly lowerTriangularMatrix: Matrix;
  }
  export class LuDecomposition {
    constructor(a: Matrix);
    solve(b: Matrix): Matrix;
  }
  export class QrDecomposition {
    constructor(a: Matrix);
    readonly orthogonalMatrix: Matrix;
    readonly upperTriangularMatrix: Matrix;
    solve(b: Matrix): Matrix;
  }
  export class EigenvalueDecomposition {
    constructor(a: Matrix, options: { readonly assumeSymmetric: boolean });
    readonly realEigenvalues: readonly number[];
    readonly eigenvectorMatrix: Matrix;
  }
}

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

declare module "numpy-ts" {
  export interface NDArray {
    readonly data: Float64Array;
    dispose(): void;
  }
  export function configureWasm(options: { readonly maxMemory: number }): void;
  export function array(data: Float64Array): NDArray;
  export function eye(n: number): NDArray;
  export function reshape(a: NDArray, shape: readonly number[]): NDArray;
  export function transpose(a: NDArray): NDArray;
  export function ascontiguousarray(a: NDArray): NDArray;
  export function matmul(a: NDArray, b: NDArray): NDArray;
  export function add(a: NDArray, b: NDArray): NDArray;
  export function subtract(a: NDArray, b: NDArray): NDArray;
  export function multiply(a: NDArray, b: NDArray | number): NDArray;
  export function sum(a: NDArray, axis: number): NDArray;
  export function exp(a: NDArray): NDArray;
  export const linalg: {
    cholesky(a: NDArray): NDArray;
    qr(a: NDArray): { readonly q: NDArray; readonly r: NDArray };
    solve(a: NDArray, b: NDArray): NDArray;
  };
}

declare module "onnxruntime-web" {
  export const env: { readonly wasm: { numThreads: number } };
  export class Tensor {
    constructor(type: "float64", data: Float64Array, shape: readonly number[]);
    readonly data: Float64Array;
  }
  export interface Session {
    run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
    release(): Promise<void>;
  }
  export const InferenceSession: {
    create(model: Uint8Array, options: { readonly executionProviders: readonly ["wasm"] }): Promise<Session>;
  };
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
