/**
 * Is this a kernel? Only if no K has a negative eigenvalue (Mercer). A single q with qᵀKq < 0 is proof that it is none.
 *
 *     node examples/questions/is-this-a-kernel.mjs
 */
import { describe, diagnose, gram, isPsd, rbf, sigmoid } from "mercer";

const X = [[0], [1], [2]];
for (const kernel of [rbf({ gamma: 1 }), sigmoid({ gamma: 1, coef0: -1 })]) {
  const { witness, inertia } = diagnose(kernel, X);
  const { positive, zero, negative } = inertia;
  console.log(
    `${describe(kernel)}\n  by the closure rules: ${isPsd(kernel)}; eigenvalues > 0, = 0, < 0 here: ${positive}, ${zero}, ${negative}`,
  );
  if (!witness) {
    console.log("  no witness: these points do not speak against it");
    continue;
  }
  const { q, value } = witness;
  console.log(`  q = ${JSON.stringify([...q])}\n  qᵀKq = ${value}, and by two plain loops ${form(gram(kernel, X), q)}`);
}

function form({ rows, cols, data }, q) {
  let sum = 0;
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) sum += q[i] * data[i * cols + j] * q[j];
  return sum;
}
