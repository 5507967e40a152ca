const identities = new WeakMap<object, number>();
let next = 0;

/** A number that stands for an object or function itself, and not for what it contains. */
export function identityOf(value: object): number {
  const known = identities.get(value) ?? next++;
  identities.set(value, known);
  return known;
}

/** Whether two descriptions, of plain data and functions, say the same: functions count as equal when they are one and the same. */
export function sameDescription(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  const at = (value: object, key: string): unknown => (value as Record<string, unknown>)[key];
  return keys.length === others.length && keys.every((key) => key in b && sameDescription(at(a, key), at(b, key)));
}
