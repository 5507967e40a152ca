/** The text of [start, end) with one mutant in it. */
const mutated = (text, { start, end, text: slip, wholes: [whole] }) => text.slice(whole.start, start) + slip + text.slice(end, whole.end);

const samePlace = (a, b) => a.start === b.start && a.end === b.end && a.isStatement === b.isStatement;

/** The mutants by what they change: { whole, mutants }[], outer ones before those inside of them. */
const places = (mutants) => {
  const found = [];
  for (const mutant of mutants) {
    const [whole] = mutant.wholes;
    const known = found.find((place) => samePlace(place.whole, whole));
    if (known) known.mutants.push(mutant);
    else found.push({ whole, mutants: [mutant] });
  }
  // a statement of one call begins where the call does
  return found.sort((a, b) => a.whole.start - b.whole.start || b.whole.end - a.whole.end || b.whole.isStatement - a.whole.isStatement);
};

/** A place with all its slips behind their switches; `inside` is the place as it was written, with the switches inside of it. */
const withSwitches = ({ whole, mutants }, text, inside, on) => {
  if (whole.isStatement) return `{ if (!(${mutants.map(on).join(" || ")})) { ${inside} } }`;
  return mutants.reduce((rest, mutant) => `(${on(mutant)} ? (${mutated(text, mutant)}) : (${rest}))`, inside);
};

/**
 * A source text with all the mutants in it, each behind a switch: where `on(mutant)`, an expression, is true, the program is that mutant; where all are
 * false it is the program as it was written. An act that a mutant leaves out is a statement; all others are expressions.
 */
export const switched = (text, mutants, on) => {
  const open = places(mutants);
  const between = (from, end) => {
    let result = "";
    let at = from;
    while (open.length > 0 && open[0].whole.start < end) {
      const place = open.shift();
      const { whole } = place;
      result += text.slice(at, whole.start) + withSwitches(place, text, between(whole.start, whole.end), on);
      at = whole.end;
    }
    return result + text.slice(at, end);
  };
  return between(0, text.length);
};
