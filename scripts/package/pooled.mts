// A user's program that fits in a pool; it prints whether the result is that of the synchronous verb, bit for bit.
import { fit, type KernelModel, kernelRidge, rbf } from "mercer";
import { type Pool, startPool } from "mercer/pool";

const X = [[0], [1], [2], [4]];
const y = [0, 1, 4, 16];
const estimator = kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 1e-3 });

async function main(): Promise<void> {
  const pool: Pool = await startPool({ threads: 2 });
  const pooled: KernelModel<Float64Array> = await pool.fit(estimator, X, y);
  await pool.close();
  const { coefficients } = fit(estimator, X, y);
  console.log(coefficients.length === 4 && coefficients.every((alpha, i) => alpha === pooled.coefficients[i]));
}

void main();
