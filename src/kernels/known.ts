import type { Kernel, KernelSpec } from "./spec";

const KNOWN = new WeakSet<Kernel>();

/** Whether a kernel has been read, and has not changed since: it can not. */
export function isKnown(kernel: Kernel): kernel is KernelSpec {
  return KNOWN.has(kernel);
}

/** The kernel, which from now on is as it is: its parts and its lists are frozen. It need not be read again. */
export function known<K extends KernelSpec>(kernel: K): K {
  freeze(kernel);
  KNOWN.add(kernel);
  return kernel;
}

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}
