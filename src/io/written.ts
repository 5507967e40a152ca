import { encodeNumbers } from "./base64";

/** Plain data as a file has it: arrays of float64 as base64, numbers that JSON has no word for as strings, without what is undefined. */
export function written(value: unknown): unknown {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Float64Array) return encodeNumbers(value);
  if (Array.isArray(value)) return Array.from(value, written);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(entries.map(([name, entry]) => [name, written(entry)]));
}
