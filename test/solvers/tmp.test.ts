import { appendFileSync } from "node:fs";
import { it } from "vitest";
import { fit, kernelClassifier, cosine } from "../../src";
it("x", () => {
  let s = 1;
  const rnd = () => (s = (s * 48271) % 2147483647) / 2147483647;
  const X = Array.from({ length: 1000 }, () => [0.1 + 5 * rnd()]);
  for (const share of [0.5, 0.3])
  for (const kind of [0, 1])
  for (const tolerance of [1e-3, 1e-10])
  for (const lambda of [1e4, 1e2, 1e-1, 1e-3, 1e-6,1e-8, 1e-12]) {
    const y = X.map(([x]) => kind ? ((x as number) < 5 * share ? 1 : 0) : (rnd() < share ? 1 : 0));
    const t0 = performance.now();
    const h = fit(kernelClassifier({ kernel: cosine(), loss: "hinge", lambda, tolerance }), X, y);
    const t = performance.now() - t0;
    appendFileSync("/tmp/log.txt", JSON.stringify([share, kind, tolerance, lambda, t, h.report.iterations, h.report.gap, h.report.warnings]) + "\n");
  }
}, 300000);
