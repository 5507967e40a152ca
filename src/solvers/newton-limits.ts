/** Newton steps after which a fit is given up; a handful is usual. */
export const LIMIT = 100;

/** Halvings of a step, or of a shift of b, that may be needed. */
export const HALVINGS = 60;

/** Steps that may bring neither a smaller gap nor, by this share, a smaller J before rounding is to blame. */
const PATIENCE = 3;
const FALL = 1e-12;

/** Is told the gap and J at every point, and says when there is no more to gain. */
export function stagnation(): (gap: number, J: number) => boolean {
  let [least, lowest, waited] = [Infinity, Infinity, 0];
  return (gap, J) => {
    waited = gap < least || J < lowest * (1 - FALL) ? 0 : waited + 1;
    [least, lowest] = [Math.min(least, gap), Math.min(lowest, J)];
    return waited === PATIENCE;
  };
}
