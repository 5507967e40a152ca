import { HOSTILE } from "./hostile";
import { isCount, placesOf, type Tree } from "./places";
import { isTagged, listed, type Numbers, numberOf, numberTerm, type Term } from "./term";

/** Values that a number is replaced by. */
const NUMBERS = [0, -0, 5e-324, 2 ** -1022, 1e-300, 1e-155, 1e-20, 1e20, 1e155, 1e300, Number.MAX_VALUE];

/** What the largest of a list is made to be, the others in proportion. */
const LARGEST = [5e-324, 1e-320, 1e-300, 1e-155, 1e-20, 1e20, 1e155, 1e300, Number.MAX_VALUE];

const scaledTo = (values: readonly number[], most: number): readonly number[] => {
  const largest = values.reduce((so, value) => Math.max(so, Math.abs(value)), 0) || 1;
  return values.map((value) => (value / largest) * most);
};

/** Lists that a list is replaced by. */
function extremesOf(values: readonly number[]): readonly (readonly number[])[] {
  const withFirst = (first: number): readonly number[] => values.map((value, i) => (i === 0 ? first : value));
  return [
    ...LARGEST.map((most) => scaledTo(values, most)),
    values.map(() => 0),
    values.map(() => -0),
    values.map(() => values[0] as number),
    values.map((value) => value + 1e8),
    ...[5e-324, 1e-300, 1e155, 1e300, Number.MAX_VALUE, -Number.MAX_VALUE].map(withFirst),
  ];
}

/** Terms that a term is replaced by: numbers and lists of numbers at the ends of the range. */
function extremes(term: Term, name: string): readonly Term[] {
  if (typeof term === "number") return NUMBERS.filter((value) => !isCount(name) || value < 1).map(numberTerm);
  if (!isTagged(term) || (term.$ !== "vector" && term.$ !== "matrix") || term.of.length === 0) return [];
  return extremesOf(term.of.map(numberOf)).map((of) => ({ ...term, of: listed(of) as Numbers }));
}

function hostiles(term: Term, name: string): readonly Term[] {
  const possible = HOSTILE.filter((how) => !isCount(name) || (how !== "huge" && how !== "largest"));
  return possible.map((how) => ({ $: "hostile", how, of: term }));
}

/** The arguments with each value that is hostile, or at an end of the range, in each of their places, one at a time. */
export function* everywhere(args: readonly Term[]): Generator<readonly Term[]> {
  for (const [place, [parent, name]] of placesOf(args as unknown as Tree).entries()) {
    const term = parent[name] as Term;
    for (const other of [...extremes(term, name), ...hostiles(term, name)]) {
      const copy = structuredClone(args) as Term[];
      const [owner] = placesOf(copy as unknown as Tree)[place] as [Tree, string];
      owner[name] = other;
      yield copy;
    }
  }
}
