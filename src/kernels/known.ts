import type { Kernel, KernelSpec } from "./spec";

/** What has been found out about a kernel that cannot change any more. */
export interface Memo {
  /** What it was last resolved to. */
  resolved: KernelSpec | null;
  /** For a resolved kernel: the number of features it is resolved for, where nothing else decides how; else null. */
  features: number | null;
  /** Plans last made of a resolved kernel for so many features, in training and for other points. */
  readonly plans: { training: object | null; other: object | null };
}

/** Not listed among the keys of a kernel, and in no copy of it. */
const MEMO = Symbol("memo");

/** The memo of a kernel that has been read and has not changed since, as it cannot. */
export function memoOf(kernel: Kernel): Memo | undefined {
  return (kernel as { readonly [MEMO]?: Memo })[MEMO];
}

/** The kernel, which from now on is as it is: its parts and its lists are frozen, and it need not be read again. A part of another is copied. */
export function known<K extends KernelSpec>(given: K): K {
  if (memoOf(given)) return given;
  const kernel = Object.isExtensible(given) ? given : { ...given };
  const memo: Memo = { resolved: null, features: null, plans: { training: null, other: null } };
  Object.defineProperty(kernel, MEMO, { value: memo });
  freeze(kernel);
  return kernel;
}

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}
