import type { GaussianProcessSpec } from "../estimators/gaussian-process";
import type { KernelClassifierSpec } from "../estimators/kernel-classifier";
import type { KernelSpec } from "../kernels/spec";
import type { RecipeOptions } from "../recipe/recipe";
import type { Candidate } from "./candidates";

/** A program that makes the model from `rows`, without a choice left open. */
export function programOf(recipe: RecipeOptions, estimator: Candidate): string {
  const made = estimatorCode(estimator);
  const names = ["gaussianProcess", "kernelClassifier", "linear", "matern", "rbf", "scale"].filter((name) => made.includes(`${name}(`));
  return `${importOf(names, "mercer")}
${importOf(["fit", "onTable"], "mercer/table")}

const estimator = onTable({
  recipe: ${plainCode(recipe)},
  estimator: ${made},
});
const model = fit(estimator, rows);
`;
}

function importOf(names: readonly string[], module: string): string {
  return `import { ${names.join(", ")} } from ${JSON.stringify(module)};`;
}

/** Plain data as one would write it, names without quotation marks where they need none. */
function plainCode(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plainCode).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([name, field]) => `${IDENTIFIER.test(name) ? name : JSON.stringify(name)}: ${plainCode(field)}`,
  );
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

const IDENTIFIER = /^[a-z_$][\w$]*$/i;

function estimatorCode(estimator: Candidate): string {
  switch (estimator.kind) {
    case "gaussianProcess":
      return `gaussianProcess({ kernel: ${kernelCode(estimator.kernel)}, noise: ${(estimator as GaussianProcessSpec).noise}, standardize: true })`;
    case "kernelClassifier": {
      const { kernel, loss, lambda, intercept } = estimator as KernelClassifierSpec;
      return `kernelClassifier({ kernel: ${kernelCode(kernel)}, loss: "${loss}", lambda: ${lambda}, intercept: ${intercept}, standardize: true })`;
    }
    default:
      return estimator satisfies never;
  }
}

/** The calls that make a kernel of those that are tried. */
function kernelCode(kernel: KernelSpec): string {
  switch (kernel.kind) {
    case "scaled":
      return `scale(${kernel.factor}, ${kernelCode(kernel.kernel)})`;
    case "linear":
      return "linear()";
    case "matern":
      return `matern({ nu: ${kernel.nu}, lengthScale: ${JSON.stringify(kernel.lengthScale)} })`;
    case "rbf":
      return `rbf({ lengthScale: ${JSON.stringify("lengthScale" in kernel ? kernel.lengthScale : undefined)} })`;
    default:
      throw new TypeError(`no code for ${kernel.kind}`);
  }
}
