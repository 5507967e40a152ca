import { it } from "vitest";
import { gram, laplacian } from "../src";
import { leaveOneOutErrors } from "../src/solvers/leave-one-out";
import { readProblem } from "../src/solvers/problem";
import { columnOf, gaussSolve, plusDiagonal } from "./support/dense";
import { randomMatrix } from "./support/random";
it("x", () => {
  for (const n of [3,4,5,8,15,16,17,40]) {
    const X = randomMatrix(1, n, 2);
    const Y = randomMatrix(2, n, 1);
    const kernel = laplacian({ gamma: 0.8 });
    const lambdas = Float64Array.of(0.01, 1, 0.1);
    const errors = leaveOneOutErrors(readProblem(kernel, X, Y, undefined), lambdas, false);
    const out = Array.from(lambdas, (lambda) => {
      const G = plusDiagonal(gram(kernel, X), () => lambda);
      let expected = 0;
      for (let i = 0; i < n; i++) {
        const column = gaussSolve(G, new Float64Array(n).fill(1, i, i + 1));
        const alpha = columnOf(Y, 0).reduce((sum, value, j) => sum + value * (column[j] as number), 0);
        expected += (alpha / (column[i] as number)) ** 2 / n;
      }
      return expected;
    });
    console.log(n, Array.from(errors), out);
  }
});
