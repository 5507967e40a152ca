/**
 * Which ridge makes it well posed? λ lifts every eigenvalue of K: from `suggestedLambda` on, K + λI is positive definite in floating point, too.
 *
 *     node examples/questions/which-ridge-makes-it-well-posed.mjs
 */
import { diagnose, fit, isMercerError, kernelRidge, rbf } from "mercer";

const kernel = rbf({ lengthScale: 0.5 });
const X = Array.from({ length: 50 }, (_, i) => [i / 49]);
const y = X.map(([x]) => Math.sin(6 * x));

const { suggestedLambda, eigenvalues, conditionNumber } = diagnose(kernel, X, y);
console.log(`smallest eigenvalue ${eigenvalues[0].toExponential(1)}, largest ${eigenvalues.at(-1).toPrecision(3)}`);
console.log(`condition number of K ${conditionNumber.toExponential(1)}; suggested λ ${suggestedLambda.toExponential(1)}`);

for (const lambda of [0, suggestedLambda, 1e-6]) console.log(`λ = ${lambda.toExponential(1)}: Cholesky ${attempt(lambda)}`);

function attempt(lambda) {
  try {
    const { conditionEstimate } = fit(kernelRidge({ kernel, lambda, solver: "cholesky" }), X, y).report;
    return `succeeds, condition estimate ${conditionEstimate.toExponential(1)}`;
  } catch (error) {
    if (!isMercerError(error)) throw error;
    return `fails at pivot ${error.pivot}: ${error.code}`;
  }
}
