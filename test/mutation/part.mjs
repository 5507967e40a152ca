/**
 * The part of a test file that comes to the place of a mutant: { tests, seconds, whole }, the numbers of its tests, what they take, and what the file takes. All of
 * them, undefined, where the place is come to outside of tests; no part where the file does not come to it, or judges none.
 *
 * @param reach what the file takes and comes to
 */
export const partOf = ({ fault, seconds, tests, outside }, mutant) => {
  if (fault !== undefined) return undefined;
  if (outside.includes(mutant)) return { tests: undefined, seconds, whole: seconds };
  const numbers = tests.flatMap(({ reached }, number) => (reached.includes(mutant) ? [number] : []));
  if (numbers.length === 0) return undefined;
  const others = tests.filter((_, number) => !numbers.includes(number)).reduce((sum, test) => sum + test.seconds, 0);
  return { tests: numbers, seconds: seconds - others, whole: seconds };
};
