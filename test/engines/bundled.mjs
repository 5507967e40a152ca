// A user's page, as bundlers get it: whether a fit in a pool has the bits of the page's own, and by how many threads.
import { fit, kernelRidge, rbf } from "../../dist/index.js";
import { startPool } from "../../dist/pool.js";

globalThis.outcome = compare().catch((error) => JSON.stringify({ error: `${error.code} ${error.message}` }));

async function compare() {
  const X = Array.from({ length: 300 }, (_, i) => [((i * 37) % 101) / 50, ((i * 53) % 89) / 50]);
  const y = X.map(([a, b]) => a * b);
  const estimator = kernelRidge({ kernel: rbf({ gamma: 1 }), lambda: 0.1 });
  const pool = await startPool({ threads: 2 });
  const { coefficients } = await pool.fit(estimator, X, y);
  await pool.close();
  const same = fit(estimator, X, y).coefficients.every((alpha, i) => alpha === coefficients[i]);
  return JSON.stringify({ threads: pool.threads, same });
}
