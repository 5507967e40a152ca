import type { Large } from "../data.ts";
import { predictRidge } from "../plain-loops/kernels.ts";
import { DIST } from "./dist.ts";
import { largeFit } from "./learning-jobs.ts";
import { loadLibrary } from "./load.ts";

/** How near the α of the problem comes to that of the targets given: it is exact for its own. */
const NEAR = 1e-2;

/** Targets of which the α is known, near the given ones: y = Kα + λα by the formula, whatever α is; it is that of a quick fit of the given targets. */
export async function solved(given: Large): Promise<{ readonly problem: Large; readonly alpha: Float64Array }> {
  const alpha = largeFit(await loadLibrary(DIST), given, "tiles", NEAR)();
  const h = new Float64Array(given.n);
  predictRidge(given, alpha, given.x, h);
  return { problem: { ...given, y: h.map((value, i) => value + given.lambda * alpha[i]) }, alpha };
}
