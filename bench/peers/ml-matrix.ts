import { CholeskyDecomposition, LuDecomposition, Matrix } from "ml-matrix";
import type { Contestant } from "../contest.ts";

const IDENTITY = { implementation: "ml-matrix", arithmetic: "f64 strict" } as const;

/** Matrices are arrays of rows: the conversion from a flat array belongs to the work, the one back to the verification. */
export function product(m: number, n: number, k: number, a: Float64Array, b: Float64Array): Contestant<Float64Array> {
  let c = new Matrix(0, 0);
  return {
    ...IDENTITY,
    prepare: () => ({
      run: () => {
        c = matrix(m, k, a).mmul(matrix(k, n, b));
        return undefined;
      },
      result: () => flat(c),
    }),
  };
}

export function selfProduct(n: number, d: number, x: Float64Array): Contestant<Float64Array> {
  let c = new Matrix(0, 0);
  return {
    ...IDENTITY,
    prepare: () => ({
      run: () => {
        const points = matrix(n, d, x);
        c = points.mmulByTranspose();
        return undefined;
      },
      result: () => flat(c),
    }),
  };
}

export function cholesky(n: number, a: Float64Array): Contestant<Float64Array> {
  let l = new Matrix(0, 0);
  return {
    ...IDENTITY,
    prepare: () => ({
      run: () => {
        l = new CholeskyDecomposition(matrix(n, n, a)).lowerTriangularMatrix;
        return undefined;
      },
      result: () => flat(l),
    }),
  };
}

export function lu(n: number, a: Float64Array, b: Float64Array): Contestant<Float64Array> {
  let factors: LuDecomposition | undefined;
  return {
    ...IDENTITY,
    prepare: () => ({
      run: () => {
        factors = new LuDecomposition(matrix(n, n, a));
        return undefined;
      },
      result: () => (factors ? flat(factors.solve(Matrix.columnVector(b))) : new Float64Array()),
    }),
  };
}

export function descent(n: number, k: Float64Array, y: Float64Array, step: number, steps: number): Contestant<Float64Array> {
  let alpha = new Matrix(0, 0);
  return {
    ...IDENTITY,
    prepare: () => {
      const kernel = matrix(n, n, k);
      const target = Matrix.columnVector(y);
      return {
        run: () => {
          alpha = Matrix.zeros(n, 1);
          for (let t = 0; t < steps; t++) alpha.sub(kernel.mmul(alpha).sub(target).mul(2 * step));
          return undefined;
        },
        result: () => flat(alpha),
      };
    },
  };
}

function matrix(rows: number, columns: number, data: Float64Array): Matrix {
  return Matrix.from1DArray(rows, columns, data);
}

function flat(m: Matrix): Float64Array {
  return Float64Array.from(m.to1DArray());
}
