/** Whether a value is missing: null, undefined, NaN, or one of the texts that were declared to stand for that. Nothing else is. */
export function isMissing(value: unknown, words: readonly string[]): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === "number" ? Number.isNaN(value) : typeof value === "string" && words.includes(value);
}
