import { MEMO, type Memo, memoOf } from "./memo";
import { someKernel } from "./parts";
import { readKernel } from "./read";
import { resolveAnew } from "./resolve";
import type { Kernel, KernelSpec } from "./spec";

/** A kernel as `readKernel` gives it, for something that keeps it: it is read once, and never again. */
export function keptKernel(kernel: Kernel): KernelSpec {
  return known(readKernel(kernel));
}

/** The kernel, which from now on is as it is: its parts and its lists are frozen, and it need not be read again. A part of another is copied. */
function known(given: KernelSpec): KernelSpec {
  if (memoOf(given)) return given;
  const kernel = Object.isExtensible(given) ? given : { ...given };
  // what it was last resolved to
  let last: KernelSpec | null = null;
  const memo: Memo = {
    features: null,
    resolve(sample) {
      const d = sample.features.length;
      if (memo.features === d) return kernel;
      if (last && memoOf(last)?.features === d) return last;
      const made = resolveAnew(kernel, sample);
      const other = memoOf(made)?.features ?? d;
      // one that stands for itself with other features keeps what was planned for those
      const resolved = known(other === d ? made : { ...made });
      const own = memoOf(resolved);
      if (own && dependsOnFeaturesAlone(resolved)) {
        own.features = d;
        last = resolved;
      }
      return resolved;
    },
  };
  Object.defineProperty(kernel, MEMO, { value: memo });
  freeze(kernel);
  return kernel;
}

/** Whether nothing in a kernel but the number of features decides how it is resolved and laid out: images of a map may have any. */
function dependsOnFeaturesAlone(kernel: KernelSpec): boolean {
  return !someKernel(kernel, ({ kind }) => kind === "mapped" || kind === "fromFeatures");
}

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}
