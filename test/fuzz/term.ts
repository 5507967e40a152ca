/**
 * An argument as plain JSON, from which it can be built as often as needed: a case is a file, a call can be made twice on equal arguments, and what is shrunk
 * stays readable. An object with the field "$" stands for something that JSON has no word for.
 */
export type Term = null | boolean | number | string | readonly Term[] | { readonly [name: string]: Term | undefined };

/** Numbers in a list; "NaN", "Infinity", "-Infinity" and "-0" as text. */
export type Numbers = readonly (number | string)[];

export type Tagged =
  | { readonly $: "number"; readonly of: string }
  | { readonly $: "undefined" }
  | { readonly $: "vector"; readonly form: string; readonly of: Numbers }
  | { readonly $: "matrix"; readonly form: string; readonly rows: number; readonly cols: number; readonly of: Numbers }
  | { readonly $: "hostile"; readonly how: string; readonly of: Term }
  | { readonly $: "function"; readonly name: string }
  | { readonly $: "call"; readonly verb: string; readonly args: readonly Term[] };

/** A call of one verb, "linalg.lstsq" for instance. */
export interface Case {
  readonly verb: string;
  readonly args: readonly Term[];
}

export function isTagged(term: unknown): term is Tagged {
  return typeof term === "object" && term !== null && "$" in term;
}

export const UNDEFINED: Term = { $: "undefined" };

/** A number as JSON can tell it. */
export function numberTerm(value: number): Term {
  return Number.isFinite(value) && !Object.is(value, -0) ? value : { $: "number", of: nameOf(value) };
}

export function nameOf(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

export function listed(values: ArrayLike<number>): Numbers {
  return Array.from(values, (value) => (Number.isFinite(value) && !Object.is(value, -0) ? value : nameOf(value)));
}

export function numberOf(value: number | string): number {
  return typeof value === "number" ? value : Number(value);
}

export function callTerm(verb: string, ...args: readonly Term[]): Term {
  return { $: "call", verb, args };
}

export function functionTerm(name: string): Term {
  return { $: "function", name };
}

/** Whether anything in a term is of a kind. */
export function contains(term: Term | undefined, kind: Tagged["$"], name?: RegExp): boolean {
  if (typeof term !== "object" || term === null) return false;
  if (isTagged(term) && term.$ === kind) {
    const label =
      (term as { name?: string; how?: string; verb?: string; form?: string }).name ??
      (term as { how?: string }).how ??
      (term as { verb?: string }).verb ??
      (term as { form?: string }).form ??
      "";
    if (!name || name.test(label)) return true;
  }
  return Object.values(term).some((part) => contains(part as Term, kind, name));
}
