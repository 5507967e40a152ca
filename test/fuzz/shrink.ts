import { runCase } from "./run-case";
import { type Case, isTagged, type Numbers, type Term } from "./term";

/** Attempts that the search for a smaller case may take. */
const MOST = 1500;

/** A smaller case with the same fault: rows and columns of all arguments together, then parts, then numbers, as long as the fault stays. */
export async function shrunk(of: Case, fault: string): Promise<Case> {
  let best = of;
  let attempts = 0;
  for (let found = true; found && attempts < MOST; ) {
    found = false;
    for (const args of candidates(best.args)) {
      if (++attempts > MOST) break;
      const outcome = await runCase({ ...best, args });
      if (outcome.end !== "wrong" || outcome.fault !== fault) continue;
      best = { ...best, args };
      found = true;
      break;
    }
  }
  return best;
}

function* candidates(args: readonly Term[]): Generator<readonly Term[]> {
  for (let row = 11; row >= 0; row--) yield* changed(args, withoutRow(row));
  for (let column = 4; column >= 0; column--) yield* changed(args, withoutColumn(column));
  yield* smaller(args as Term) as Generator<readonly Term[]>;
}

function* changed(args: readonly Term[], change: (term: Term) => Term): Generator<readonly Term[]> {
  const next = everywhere(args as Term, change) as readonly Term[];
  if (JSON.stringify(next) !== JSON.stringify(args)) yield next;
}

/** The term with every vector, matrix and list of labels in it changed. */
function everywhere(term: Term, change: (term: Term) => Term): Term {
  if (typeof term !== "object" || term === null) return term;
  const own = change(term);
  if (own !== term) return own;
  if (Array.isArray(term)) return term.map((part) => everywhere(part as Term, change));
  return Object.fromEntries(Object.entries(term).map(([name, part]) => [name, everywhere(part as Term, change)])) as Term;
}

function withoutRow(row: number): (term: Term) => Term {
  return (term) => {
    if (isTagged(term) && term.$ === "vector" && term.of.length > 1) return { ...term, of: without(term.of, row) };
    if (isTagged(term) && term.$ === "matrix" && term.rows > 1 && row < term.rows) {
      return { ...term, rows: term.rows - 1, of: term.of.filter((_, k) => Math.floor(k / term.cols) !== row) };
    }
    if (Array.isArray(term) && term.length > 1 && term.every((part) => typeof part === "string" || typeof part === "number"))
      return without(term, row) as Term;
    return term;
  };
}

function withoutColumn(column: number): (term: Term) => Term {
  return (term) =>
    isTagged(term) && term.$ === "matrix" && term.cols > 1 && column < term.cols
      ? { ...term, cols: term.cols - 1, of: term.of.filter((_, k) => k % term.cols !== column) }
      : term;
}

const without = <T>(list: readonly T[], at: number): readonly T[] => list.filter((_, k) => k !== at);

/** Every term with one part of it simpler. */
function* smaller(term: Term): Generator<Term> {
  if (typeof term === "number") {
    for (const simple of [0, 1, 2, Math.round(term), Number(term.toPrecision(2))])
      if (simple !== term && Math.abs(simple) <= Math.abs(term) + 1 && lighter(simple, term)) yield simple;
    return;
  }
  if (typeof term !== "object" || term === null) return;
  if (isTagged(term)) {
    if (term.$ === "vector" && term.form !== "f64") yield { ...term, form: "f64" };
    if (term.$ === "matrix" && term.form !== "matrix") yield { ...term, form: "matrix" };
    if (term.$ === "vector" || term.$ === "matrix") for (const of of smallerNumbers(term.of)) yield { ...term, of } as Term;
    if (term.$ === "call") {
      for (const part of term.args) if (isTagged(part) && part.$ === "call") yield part;
      for (const args of smaller(term.args as Term)) yield { ...term, args } as Term;
    }
    if (term.$ === "hostile") for (const of of smaller(term.of)) yield { ...term, of } as Term;
    return;
  }
  if (Array.isArray(term)) {
    for (let k = 0; k < term.length; k++)
      for (const part of smaller(term[k] as Term)) yield term.map((old, i) => (i === k ? part : old)) as Term;
    return;
  }
  for (const name of Object.keys(term)) {
    const { [name]: part, ...rest } = term as Record<string, Term>;
    yield rest;
    for (const next of smaller(part as Term)) yield { ...rest, [name]: next };
  }
}

const lighter = (a: number, b: number): boolean =>
  String(a).length < String(b).length || (String(a).length === String(b).length && Math.abs(a) < Math.abs(b));

function* smallerNumbers(of: Numbers): Generator<Numbers> {
  for (let k = 0; k < of.length; k++) {
    const value = of[k] as number | string;
    const simpler: (number | string)[] =
      typeof value === "string" ? [0] : [0, 1, Math.round(value), Number(value.toPrecision(2))].filter((one) => lighter(one, value));
    for (const one of simpler) if (one !== value) yield of.map((old, i) => (i === k ? one : old));
  }
}
