import { isChanging } from "./hostile";

/** Levels below which nothing is compared: some arguments hold themselves. */
const DEEPEST = 40;

/** Whether two values have the same bits; functions are passed over, and times. */
export function sameBits(a: unknown, b: unknown, depth = 0): boolean {
  if (Object.is(a, b) || depth > DEEPEST) return true;
  if (typeof a === "function" && typeof b === "function") return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) return sameNumbers(a as never, b as never);
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every(
    (name) => name === "elapsedMs" || sameBits((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name], depth + 1),
  );
}

function sameNumbers(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/** The path of the first number that is not finite, and what it is; null where there is none. */
export function notFinite(value: unknown, path = "", depth = 0): { readonly path: string; readonly value: number } | null {
  if (typeof value === "number") return Number.isFinite(value) ? null : { path, value };
  if (typeof value !== "object" || value === null || depth > 8 || isChanging(value)) return null;
  if (ArrayBuffer.isView(value)) {
    const numbers = value as unknown as ArrayLike<number>;
    for (let i = 0; i < numbers.length; i++)
      if (!Number.isFinite(Number(numbers[i]))) return { path: `${path}[]`, value: numbers[i] as number };
    return null;
  }
  for (const [name, part] of Object.entries(value)) {
    const found = notFinite(part, Array.isArray(value) ? `${path}[]` : `${path}.${name}`, depth + 1);
    if (found) return found;
  }
  return null;
}
