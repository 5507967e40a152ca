const identities = new WeakMap<object, number>();
let next = 0;

/** A number that stands for an object or function itself, and not for what it contains. */
export function identityOf(value: object): number {
  const known = identities.get(value) ?? next++;
  identities.set(value, known);
  return known;
}
