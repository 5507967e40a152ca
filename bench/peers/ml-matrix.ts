import { CholeskyDecomposition, EigenvalueDecomposition, LuDecomposition, Matrix, QrDecomposition } from "ml-matrix";
import { type Job, jobOfCall } from "../jobs/job.ts";
import type { Work } from "../jobs/work.ts";
import { actionsOfQr, concatenated } from "../oracle.ts";

/** Matrices are arrays of rows: the conversion from a flat array belongs to the work, the one back to the verification. */
export function mlMatrix(work: Work): Job {
  switch (work.operation) {
    case "product": {
      const { n, a, b } = work;
      return jobOfCall(() => matrix(n, n, a).mmul(matrix(n, n, b)), flat);
    }
    case "selfProduct": {
      const { n, d, x } = work;
      return jobOfCall(() => matrix(n, d, x).mmulByTranspose(), flat);
    }
    case "cholesky": {
      const { n, a } = work;
      return jobOfCall(
        () => new CholeskyDecomposition(matrix(n, n, a)),
        (factor) => flat(factor.lowerTriangularMatrix),
      );
    }
    case "lu": {
      const { n, a, b } = work;
      return jobOfCall(
        () => new LuDecomposition(matrix(n, n, a)),
        (factors) => flat(factors.solve(Matrix.columnVector(b))),
      );
    }
    case "qr": {
      const { n, a } = work;
      return jobOfCall(
        () => new QrDecomposition(matrix(n, n, a)),
        (factors) => actionsOfQr(n, flat(factors.orthogonalMatrix), flat(factors.upperTriangularMatrix)),
      );
    }
    case "eigh": {
      const { n, a } = work;
      return jobOfCall(
        () => new EigenvalueDecomposition(matrix(n, n, a), { assumeSymmetric: true }),
        ({ realEigenvalues, eigenvectorMatrix }) => concatenated(Float64Array.from(realEigenvalues), flat(eigenvectorMatrix)),
      );
    }
    case "leastSquares": {
      const { m, n, a, b } = work;
      return jobOfCall(() => new QrDecomposition(matrix(m, n, a)).solve(Matrix.columnVector(b)), flat);
    }
    case "descent": {
      const { n, y, step, steps } = work;
      const kernel = matrix(n, n, work.k);
      const target = Matrix.columnVector(y);
      const descend = () => {
        const alpha = Matrix.zeros(n, 1);
        for (let t = 0; t < steps; t++)
          alpha.sub(
            kernel
              .mmul(alpha)
              .sub(target)
              .mul(2 * step),
          );
        return alpha;
      };
      return jobOfCall(descend, flat);
    }
    default:
      throw new Error(`ml-matrix has no ${work.operation}`);
  }
}

function matrix(rows: number, columns: number, data: Float64Array): Matrix {
  return Matrix.from1DArray(rows, columns, data);
}

function flat(m: Matrix): Float64Array {
  return Float64Array.from(m.to1DArray());
}
