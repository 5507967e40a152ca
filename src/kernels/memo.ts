import type { SeenPoint } from "./seen-point";
import type { Kernel, KernelSpec } from "./spec";

/** What has been found out about a kernel that cannot change any more. */
export interface Memo {
  /** For a resolved kernel: the number of features it is resolved for, where nothing else decides how; else null. */
  features: number | null;
  /** The kernel resolved for points like the sample, which is known itself. */
  resolve(sample: SeenPoint): KernelSpec;
}

/** Not listed among the keys of a kernel, and in no copy of it. */
export const MEMO = Symbol("memo");

/** The memo of a kernel that has been read and has not changed since, as it cannot. */
export function memoOf(kernel: Kernel): Memo | undefined {
  return (kernel as { readonly [MEMO]?: Memo })[MEMO];
}
