import { type Job, jobOfCall } from "../jobs/job.ts";
import type { Algebra } from "../jobs/work.ts";
import { actionsOfQr, concatenated } from "../oracle.ts";
import type { LinearAlgebra } from "./load.ts";

/** Products and factorisations by `mercer/linalg`; what a factorisation is verified by is made outside the clock. */
export function algebraJob(work: Algebra, { matmul, syrk, cholesky, lu, ldl, qr, eigh }: LinearAlgebra): Job {
  const { n } = work;
  const square = (data: Float64Array) => ({ rows: n, cols: n, data });
  switch (work.operation) {
    case "product": {
      const [A, B] = [square(work.a), square(work.b)];
      return jobOfCall(
        () => matmul(A, B),
        (C) => C.data,
      );
    }
    case "selfProduct": {
      const X = { rows: n, cols: work.d, data: work.x };
      return jobOfCall(
        () => syrk(X),
        (C) => C.data,
      );
    }
    case "cholesky": {
      const A = square(work.a);
      return jobOfCall(
        () => cholesky(A),
        ({ L }) => L.data,
      );
    }
    case "lu":
    case "ldl": {
      const A = square(work.a);
      const factor = work.operation === "lu" ? lu : ldl;
      return jobOfCall(
        () => factor(A),
        (factors) => factors.solve(work.b),
      );
    }
    case "qr": {
      const A = square(work.a);
      return jobOfCall(
        () => qr(A),
        ({ Q, R }) => actionsOfQr(n, Q.data, R.data),
      );
    }
    case "eigh": {
      const A = square(work.a);
      return jobOfCall(
        () => eigh(A),
        // row by row behind the eigenvalues
        ({ values, vectors }) => concatenated(values, vectors.data),
      );
    }
    default:
      return work satisfies never;
  }
}
