import { it } from "vitest";
import { fit, kernelClassifier, polynomial, cosine, rbf } from "../../src";
it("x", () => {
  const m = fit(kernelClassifier({ kernel: polynomial({ degree: 2, gamma: 0.5, coef0: 0 }), lambda: 0.5, intercept: true, loss: "hinge" }), [[1, 9999], [2, 9999]], [0, 1]);
  console.log(m.report, m.coefficients, m.intercept);
  const X = Array.from({ length: 1000 }, (_, i) => [1+ (i%37)/7 +i/100]);
  const t0 = performance.now();
  const h = fit(kernelClassifier({ kernel: cosine(), loss: "hinge", lambda: 1e-3 }), X, X.map((_, i) => i % 2));
  console.log(performance.now() - t0, h.report);
  const k = fit(kernelClassifier({ kernel: rbf(), loss: "hinge", lambda: 1e-3 }), X, X.map((_, i) => i % 2));
  console.log(k.report);
}, 100000);
