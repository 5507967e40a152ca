/** Candidates, each with its error in units that fit all, and the condition number of its K + λI. */
interface Errors {
  readonly lambdas: Float64Array;
  readonly shares: Float64Array;
  readonly conditions: Float64Array;
}

/** Beyond this condition number an error has no digit that is certain. */
const SINGULAR = 2 ** 48;

/** How much the error must fall towards an end of the list, within a factor of ten in λ, for the list to end too early. */
const FALL = 0.01;
const FACTOR = 10;

/** The position of the least error that can be trusted, or the least of all where none can; ties go to the larger λ. */
export function pickBest({ lambdas, shares, conditions }: Errors): number {
  const trusted = positions(conditions, (condition) => condition < SINGULAR);
  const eligible = trusted.length > 0 ? trusted : [...lambdas.keys()];
  return eligible.reduce((best, i) => {
    const [error, least] = [shares[i] as number, shares[best] as number];
    return error < least || (error === least && (lambdas[i] as number) > (lambdas[best] as number)) ? i : best;
  });
}

export function warningsAbout(errors: Errors, best: number, looError: Float64Array): readonly string[] {
  return [...atAnEnd(errors, best), ...untrusted(errors), ...unwritten(errors, looError)];
}

/**
 * Where the best is the largest or the smallest of the list, and the error still falls towards it. Flat to 1 % within a factor of ten, a longer list
 * would gain nothing; and less than λ = 0 there is not.
 */
function atAnEnd({ lambdas, shares }: Errors, best: number): string[] {
  const lambda = lambdas[best] as number;
  const others = positions(lambdas, (other) => other !== lambda);
  const isLargest = others.every((i) => (lambdas[i] as number) < lambda);
  const isSmallest = others.every((i) => (lambdas[i] as number) > lambda);
  if (others.length === 0 || lambda === 0 || !(isLargest || isSmallest)) return [];
  const distance = (i: number): number => (isLargest ? lambda / (lambdas[i] as number) : (lambdas[i] as number) / lambda);
  const byDistance = others.sort((i, j) => distance(i) - distance(j));
  const compared = byDistance.find((i) => distance(i) >= FACTOR) ?? (byDistance.at(-1) as number);
  if (!((shares[best] as number) < (1 - FALL) * (shares[compared] as number))) return [];
  return [
    `the best λ, ${lambda}, is the ${isLargest ? "largest" : "smallest"} of the list; try ${isLargest ? "larger" : "smaller"} ones too`,
  ];
}

function untrusted({ lambdas, conditions }: Errors): string[] {
  return positions(conditions, (condition) => condition >= SINGULAR).map(
    (i) =>
      `K + λI is singular to working precision for λ = ${lambdas[i]} (condition number ${(conditions[i] as number).toPrecision(2)}): its leave-one-out error may have no digit that is right`,
  );
}

function unwritten({ shares }: Errors, looError: Float64Array): string[] {
  const lost = positions(looError, (error, i) => error === Infinity || (error === 0 && shares[i] !== 0));
  if (lost.length === 0) return [];
  return [
    "squares of errors of this size are beyond the range of the numbers, so looError has Infinity or 0; best was chosen by shares of y",
  ];
}

function positions(values: Float64Array, test: (value: number, i: number) => boolean): number[] {
  return [...values.keys()].filter((i) => test(values[i] as number, i));
}
