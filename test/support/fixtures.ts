import { readFileSync } from "node:fs";
import type { Matrix } from "../../src/entries/index";

/** What test/fixtures/README.md calls a tolerance. */
export interface Tolerance {
  readonly rel?: number | null;
  readonly abs?: number | null;
  readonly rel_per_row?: readonly number[];
  readonly abs_per_row?: readonly number[];
  readonly abs_per_entry?: readonly number[];
  readonly metric?: string;
  readonly exact?: boolean;
  /** What an algorithm needs to meet the bound; says OPTIONAL where a plain one need not. */
  readonly needs?: string;
}

export interface Fixture {
  readonly id: string;
  readonly kind: string;
  readonly tol: Readonly<Record<string, unknown>>;
  readonly expected: object;
  readonly note?: string;
}

export type Values = number | readonly number[] | Matrix;

type File =
  | "a_kernels"
  | "b_kernel_ridge"
  | "c_linear_systems"
  | "d_eigen_rank_psd"
  | "e_gradient_descent"
  | "f_ols_equivalence"
  | "g_gp_loo_gcv"
  | "h_low_rank"
  | "i_classification";

interface Shared {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The fixtures of one kind, matrices decoded and `same_as` followed. */
export function readFixtures<F extends Fixture>(file: File, kind: F["kind"]): readonly F[] {
  const text = readFileSync(new URL(`../fixtures/${file}.json`, import.meta.url), "utf8");
  const { fixtures } = JSON.parse(text, revive) as { readonly fixtures: readonly (F & Shared)[] };
  const inputs = new Map(fixtures.map((fixture) => [fixture.id, fixture.inputs]));
  return fixtures
    .filter((fixture) => fixture.kind === kind)
    .map((fixture) => {
      const source = fixture.inputs.same_as;
      return typeof source === "string" ? { ...fixture, inputs: inputs.get(source) } : fixture;
    });
}

/**
 * How `got` misses the expected value of a field by more than its own tolerance; null when it does not.
 *
 * Where float64 cannot determine the quantity (`rel` or `abs` null, metric "info") there is nothing to miss: `isDetermined` tells.
 */
export function mismatch(fixture: Fixture, field: string, got: number | ArrayLike<number> | Matrix): string | null {
  const want = (fixture.expected as Readonly<Record<string, unknown>>)[field];
  if (want === undefined) throw new Error(`${fixture.id} expects no ${field}`);
  return compare(field, numbersOf(got), want as Values, toleranceOf(fixture, field));
}

export function toleranceOf({ id, tol }: Fixture, field: string): Tolerance {
  const found = tol[field] ?? tol.default;
  if (typeof found !== "object" || found === null) throw new Error(`${id} has no tolerance for ${field}`);
  return found as Tolerance;
}

export function isDetermined({ rel, abs, metric }: Tolerance): boolean {
  return rel !== null && abs !== null && metric !== "info";
}

/** Whether a plain algorithm may miss the bound. */
export function isOptional({ needs }: Tolerance): boolean {
  return needs?.includes("OPTIONAL") ?? false;
}

export function compare(name: string, got: ArrayLike<number>, want: Values, tolerance: Tolerance): string | null {
  const reference = numbersOf(want);
  if (got.length !== reference.length) return `${name} has ${got.length} elements, ${reference.length} are expected`;
  const cols = typeof want === "object" && "cols" in want ? want.cols : reference.length;
  if (tolerance.exact)
    return first(
      reference,
      (at) => (got[at] === reference[at] ? null : at),
      name,
      got,
      reference,
      () => 0,
    );
  if (!isDetermined(tolerance)) return null;
  switch (tolerance.metric ?? "entry") {
    case "entry": {
      const bound = (at: number): number =>
        absoluteOf(tolerance, at, cols) + relativeOf(tolerance, at, cols) * Math.abs(reference[at] as number);
      return first(reference, (at) => (isWithin(got[at], reference[at], bound(at)) ? null : at), name, got, reference, bound);
    }
    case "l2":
      return wholes(name, got, reference, reference.length, tolerance, euclidean);
    case "l2 per row":
      return wholes(name, got, reference, cols, tolerance, euclidean);
    case "max":
      return wholes(name, got, reference, reference.length, tolerance, largest);
    default:
      throw new Error(`unknown metric ${tolerance.metric}`);
  }
}

/** Compares runs of `length` numbers by a norm. */
function wholes(
  name: string,
  got: ArrayLike<number>,
  want: readonly number[],
  length: number,
  tolerance: Tolerance,
  norm: (values: readonly number[]) => number,
): string | null {
  for (let from = 0; from < want.length; from += length) {
    const reference = want.slice(from, from + length);
    const error = norm(reference.map((value, k) => (got[from + k] as number) - value));
    const bound = absoluteOf(tolerance, from, length) + relativeOf(tolerance, from, length) * norm(reference);
    if (!(error <= bound)) return `${name} row ${from / length} is off by ${error} in norm, ${bound} is allowed`;
  }
  return null;
}

function absoluteOf({ abs, abs_per_row, abs_per_entry }: Tolerance, at: number, cols: number): number {
  return abs_per_entry?.[at] ?? abs_per_row?.[Math.floor(at / cols)] ?? abs ?? 0;
}

function relativeOf({ rel, rel_per_row }: Tolerance, at: number, cols: number): number {
  return rel_per_row?.[Math.floor(at / cols)] ?? rel ?? 0;
}

function isWithin(got: number | undefined, want: number | undefined, bound: number): boolean {
  return Object.is(got, want) || Math.abs((got as number) - (want as number)) <= bound;
}

function first(
  reference: readonly number[],
  find: (at: number) => number | null,
  name: string,
  got: ArrayLike<number>,
  want: readonly number[],
  bound: (at: number) => number,
): string | null {
  const at = reference.findIndex((_, k) => find(k) !== null);
  if (at < 0) return null;
  return `${name}[${at}] is ${got[at]}, expected ${want[at]} within ${bound(at)}; off by ${Math.abs((got[at] as number) - (want[at] as number))}`;
}

function euclidean(values: readonly number[]): number {
  return Math.hypot(...values);
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

export function numbersOf(values: number | ArrayLike<number> | Matrix): number[] {
  if (typeof values === "number") return [values];
  return Array.from("data" in values ? values.data : values);
}

const NON_FINITE: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

/** { r, c, d } as a matrix, "NaN" and the like as numbers. */
function revive(_key: string, value: unknown): unknown {
  if (NON_FINITE.has(value)) return NON_FINITE.get(value);
  if (typeof value !== "object" || value === null || !("r" in value && "c" in value && "d" in value)) return value;
  return { rows: value.r, cols: value.c, data: Float64Array.from(value.d as readonly number[]) };
}
