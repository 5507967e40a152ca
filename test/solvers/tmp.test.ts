import { it } from "vitest";
import { fit, kernelClassifier, linear, polynomial, sigmoid, rbf, type Kernel } from "../../src";
it("x", () => {
  const days = Array.from({ length: 8 }, (_, i) => [Date.UTC(2024, 0, 1 + i)]);
  const labels = [0, 0, 0, 1, 0, 1, 0, 0];
  const X = Array.from({ length: 30 }, (_, i) => [40*Math.sin(i), 3*Math.cos(3 * i)]);
  const L = X.map(([a, b]) => Number((a as number) + (b as number) > 0.3));
  for (const [k, x, l, lambda] of [[linear(), days, labels, 1], [polynomial({ degree: 2 }), X, L, 1e-9], [sigmoid(), X, L, 1e-3], [sigmoid({gamma: 1, coef0: -1}), X, L, 1],[rbf(), X, L, 1e-3]] as [Kernel, number[][], number[], number][])
  for (const intercept of [true, false]) {
    let la = lambda;
    for (let tries = 0; tries < 5; tries++)
    try {
      const { report, coefficients } = fit(kernelClassifier({ kernel: k, lambda: la, loss: "logistic", intercept }), x, l);
      console.log("OK", la, report.iterations, report.gap, report.errorBound, report.warnings, report.trainingLoss, coefficients[0]); break;
    } catch (e) {
      const m = (e as Error).message;
      console.log(m);
      la = Number(/≥ ([\d.e+-]+)/.exec(m)?.[1]);
    }
  }
}, 300000);
