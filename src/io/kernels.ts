import { describeValue, isMercerError, type MercerError, mercerError } from "../errors";
import { canonical } from "../kernels/canonical";
import { hasFeatures } from "../kernels/features";
import { DEEPEST, MOST_PARTS, requireModest } from "../kernels/nesting";
import { isNamed, isPrecomputed, requirePointsOrGram, someKernel } from "../kernels/parts";
import { readKernel } from "../kernels/read";
import { resolveKernel } from "../kernels/resolve";
import { seenPoint } from "../kernels/seen-point";
import type { Kernel, KernelSpec } from "../kernels/spec";
import type { Matrix } from "../matrix";
import { fault, fieldOf, isList, listOf, namesOf, type Part, readObject } from "./fields";

/** A kernel without functions: plain data, but for numbers that JSON has no word for. */
export function readKernelAt(part: Part): KernelSpec {
  const kernel = readParts(part);
  checked(part.path, () => requireModest(kernel));
  return kernel;
}

/** A kernel with finitely many features, on which a linear model stands. */
export function readFeaturesAt(part: Part): KernelSpec {
  const kernel = readKernelAt(part);
  if (checked(part.path, () => hasFeatures(canonical(kernel)))) return kernel;
  throw fault(part.path, `is a kernel of kind "${kernel.kind}" without a finite map of real features`);
}

/** The kernel with all its parameters. @throws "kernel" for one with a part that is a function */
export function plainKernel(kernel: Kernel): KernelSpec {
  const spec = readKernel(kernel);
  requirePlain(spec);
  return spec;
}

/** @throws "kernel" for a part that is a function */
function requirePlain(kernel: KernelSpec): void {
  const parts = ["custom", "fromFeatures", "mapped", "multiplier"];
  if (someKernel(kernel, ({ kind }) => parts.includes(kind))) throw functionsStay(kernel.kind);
}

/** A function has no JSON. */
export function functionsStay(kind: string): MercerError {
  const message = "a kernel or map with a function of yours cannot be written as JSON; keep the numbers and make it anew";
  return mercerError("kernel", message, { kind });
}

/** Points are absent for a precomputed kernel and only then; n, d and the kernel suit them. */
export function requirePoints(kernel: KernelSpec, n: number, d: number | null, points: Matrix | null): void {
  if ((points === null) !== isPrecomputed(kernel)) throw fault("$.model.points", "must be null for a precomputed kernel, and only then");
  if (points && points.rows !== n) throw fault("$.model.points.rows", `is ${points.rows}, n is ${n}`);
  if (d !== (points?.cols ?? null)) throw fault("$.model.d", `is ${d}, the points have ${points?.cols ?? "no"} columns`);
  checked("$.model.kernel", () => {
    requirePointsOrGram(kernel);
    if (points) resolveKernel(kernel, seenPoint(points.data.subarray(0, points.cols)));
  });
}

/** In the place of a part that has been read. */
const ANY: Kernel = { kind: "linear" };

/** Parts before the whole, so that a fault is told where it is: each is checked with another kernel in the place of its own parts. */
function readParts(root: Part): KernelSpec {
  let count = 0;
  const readAt =
    (level: number) =>
    (part: Part): KernelSpec => {
      if (level > DEEPEST) throw fault(root.path, `is nested more than ${DEEPEST} levels deep`);
      if (++count > MOST_PARTS) throw fault(root.path, `has more than ${MOST_PARTS} parts`);
      const object = readObject(part);
      const kind = fieldOf(object, "kind").value;
      const within = kind === "sum" ? "terms" : kind === "product" ? "factors" : "kernel";
      const fields: Record<string, unknown> = {};
      let inner: KernelSpec | KernelSpec[] | undefined;
      for (const name of namesOf(object)) {
        const field = fieldOf(object, name);
        if (name !== within) fields[name] = plainValue(field);
        else inner = name === "kernel" ? readAt(level + 1)(field) : listOf(readAt(level + 1))(field);
      }
      if (inner !== undefined) fields[within] = Array.isArray(inner) ? inner.slice(0, 1).map(() => ANY) : ANY;
      const kernel = checked(part.path, () => readKernel(fields as unknown as Kernel));
      if (kernel.kind === "onColumns" && isNamed(kernel)) throw fault(`${part.path}.columns`, "must be columns counted from 0");
      return within in kernel ? ({ ...kernel, [within]: inner } as KernelSpec) : kernel;
    };
  return readAt(1)(root);
}

/** A parameter: a number, a word, or numbers in lists. */
function plainValue(part: Part, level = 0): unknown {
  const { value, path, leaves } = part;
  if (leaves.number(value) === 0) return leaves.number(value);
  if (level < 2 && isList(part)) return listOf((entry) => plainValue(entry, level + 1))(part);
  if (value === null || ["number", "string", "boolean", level === 0 ? "undefined" : ""].includes(typeof value)) return value;
  throw fault(path, `must be a number, a word, or a list of numbers; it is ${describeValue(value)}`);
}

/** @throws "format" with the path instead of any other error of this library */
export function checked<T>(path: string, body: () => T): T {
  try {
    return body();
  } catch (cause) {
    throw isMercerError(cause) && cause.code !== "format" ? fault(path, cause.message) : cause;
  }
}
