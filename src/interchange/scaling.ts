import { fault } from "../io/fields";
import type { Scaling } from "../scaling/units";

/**
 * One after the other: ((x − c₁)/s₁ − c₂)/s₂ = (x − (c₁ + s₁c₂))/(s₁s₂).
 *
 * @throws "format" where they differ in their number of columns
 */
export function composed(first: Scaling, then: Scaling | null, path: string): Scaling {
  if (!then) return first;
  const [from, to] = [first.center.length, then.center.length];
  if (from !== to) throw fault(path, `has ${from} columns, what follows has ${to}`);
  return {
    center: first.center.map((c, k) => c + (first.spread[k] as number) * (then.center[k] as number)),
    spread: first.spread.map((s, k) => s * (then.spread[k] as number)),
  };
}
