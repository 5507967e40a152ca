import { describeValue, mercerError } from "../errors";
import { KERNEL_FIELDS, type Kind, type ReadField, type ReadPart } from "./fields";
import type { Kernel, KernelSpec } from "./spec";

/**
 * The kernel of a kind with what was given for its fields, each checked by its row of the table.
 *
 * @throws as the readers of the fields; "argument" for two spellings of a Gaussian kernel at once
 */
export function kernelOf<K extends Kind>(
  kind: K,
  given: Readonly<Record<string, unknown>>,
  part: ReadPart,
): Extract<KernelSpec, { kind: K }>;
export function kernelOf(kind: Kind, given: Readonly<Record<string, unknown>>, part: ReadPart): Kernel {
  // the limit of the others
  if (kind === "matern" && given.nu === Infinity) return kernelOf("rbf", { lengthScale: given.lengthScale }, part);
  const fields: Readonly<Record<string, ReadField>> = KERNEL_FIELDS[kind];
  const kernel: Kernel & Record<string, unknown> = { kind };
  for (const name of kind === "rbf" ? spellingOf(given) : Object.keys(fields)) {
    const value = (fields[name] as ReadField)(given[name], name, part);
    if (value !== undefined) kernel[name] = value;
  }
  return kernel;
}

/** The one field in which a Gaussian kernel was written; γ where it is left out. */
function spellingOf(given: object): readonly string[] {
  const [first = "gamma", second] = Object.keys(given);
  if (second === undefined) return [first];
  throw mercerError("argument", `rbf takes one of gamma, sigma and lengthScale; ${first} and ${second} were given`, { argument: second });
}

/** @throws "kernel" for what is no object with a kind, a constructor that was not called for instance; which kinds there are is told where it is used */
export function requireKernel<K extends Kernel>(kernel: unknown, name: string): K {
  try {
    if (typeof (kernel as K).kind === "string" && Object.prototype.toString.call(kernel) === "[object Object]") return kernel as K;
  } catch {
    // told below
  }
  const remedy = typeof kernel === "function" ? "call it" : "make one by rbf(), linear() or the like";
  throw mercerError("kernel", `${name} is ${describeValue(kernel)}, which is no kernel; ${remedy}`, { argument: name });
}
