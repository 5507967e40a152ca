import { fault } from "../io/fields";

/** x ↦ (x − center_k)/spread_k by column. */
export interface Affine {
  readonly center: Float64Array;
  readonly spread: Float64Array;
}

/**
 * One after the other: ((x − c₁)/s₁ − c₂)/s₂ = (x − (c₁ + s₁c₂))/(s₁s₂).
 *
 * @throws "format" where they differ in their number of columns
 */
export function composed(first: Affine, then: Affine | null, path: string): Affine {
  if (!then) return first;
  const [from, to] = [first.center.length, then.center.length];
  if (from !== to) throw fault(path, `has ${from} columns, what follows has ${to}`);
  return {
    center: first.center.map((c, k) => c + (first.spread[k] as number) * (then.center[k] as number)),
    spread: first.spread.map((s, k) => s * (then.spread[k] as number)),
  };
}

/** How a model scales its columns and its targets. */
export function scalingOf(model: object): { readonly X: Affine | null; readonly y: Affine | null } {
  return (model as { readonly scaling?: { readonly X: Affine | null; readonly y: Affine | null } }).scaling ?? { X: null, y: null };
}
