import libsvm, { type Machine } from "libsvm-js";
import type { Classification } from "../data.ts";
import type { Job } from "../jobs/job.ts";
import type { Work } from "../jobs/work.ts";
import { rowsOf } from "./ml-kernel.ts";

/** C-SVC with a Gaussian kernel by libsvm 3.22 in Wasm; the rows as arrays, the form it takes, are made outside the clock. */
export async function libsvmJs(work: Work): Promise<Job> {
  if (work.operation !== "machine") throw new Error(`libsvm-js has no ${work.operation}`);
  const SVM = await libsvm;
  const { n, d, x, y, kernel, lambda } = work.problem;
  const rows = rowsOf(n, d, x);
  const labels = Array.from(y);
  const svm = new SVM({
    type: SVM.SVM_TYPES.C_SVC,
    kernel: SVM.KERNEL_TYPES.RBF,
    gamma: kernel.gamma,
    cost: 1 / (2 * lambda),
    tolerance: work.tolerance,
    cacheSize: 200,
    shrinking: true,
    quiet: true,
  });
  return {
    run: () => svm.train(rows, labels),
    result: () => solutionOf(work.problem, svm),
  };
}

/** β and b from the text of the model: the rows after "SV" begin with β, up to the sign of the label that comes first. */
function solutionOf({ n }: Classification, svm: Machine): Float64Array {
  const lines = svm.serializeModel().trim().split("\n");
  const headed = (name: string) => lines.find((line) => line.startsWith(`${name} `))?.split(" ")[1];
  const sign = Number(headed("label"));
  const solution = new Float64Array(n + 1);
  const first = lines.indexOf("SV") + 1;
  svm.getSVIndices().forEach((i, k) => {
    solution[i] = sign * Number.parseFloat(lines[first + k]);
  });
  solution[n] = -sign * Number(headed("rho"));
  return solution;
}
