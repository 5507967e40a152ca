import { verbOf } from "./entries";
import { matrixIn, vectorIn } from "./forms";
import { functionNamed } from "./functions";
import { hostile } from "./hostile";
import { isTagged, type Tagged, type Term } from "./term";

/** Results of calls within arguments, models above all: the same term is the same object. */
const kept = new Map<string, unknown>();
const MOST_KEPT = 4000;

/** The value that a term stands for, made anew but for what calls of the library return. */
export function build(term: Term | undefined): unknown {
  if (typeof term !== "object" || term === null) return term;
  if (isTagged(term)) return special(term);
  if (Array.isArray(term)) return term.map((part) => build(part as Term));
  return Object.fromEntries(Object.entries(term).map(([name, part]) => [name, build(part as Term)]));
}

function special(term: Tagged): unknown {
  switch (term.$) {
    case "number":
      return Number(term.of);
    case "undefined":
      return undefined;
    case "vector":
      return vectorIn(term.form, term.of);
    case "matrix":
      return matrixIn(term.form, term.rows, term.cols, term.of);
    case "hostile":
      return hostile(term.how, build(term.of));
    case "function":
      return functionNamed(term.name);
    case "call":
      return called(term);
    default:
      return term satisfies never;
  }
}

function called(term: Extract<Tagged, { $: "call" }>): unknown {
  const key = JSON.stringify(term);
  if (kept.has(key)) return kept.get(key);
  const value = verbOf(term.verb)(...term.args.map(build));
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, value);
  return value;
}
