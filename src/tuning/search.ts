import { multiStart, type Optimum } from "../optimise/multi-start";
import { fromSearch, type Side, toSearch } from "./box";
import type { Measured } from "./criterion";

/** How much is looked for. */
interface Effort {
  readonly starts: number;
  readonly seed: number;
  readonly evaluations: number;
  /** Relative rounding error of the criterion. */
  readonly rounding: number;
}

/** An optimum of the search, with what the criterion is told to be there. */
export interface FoundOptimum extends Pick<Optimum, "bounds" | "converged" | "starts"> {
  readonly stop: Optimum["stop"] | "time";
  readonly told: number;
  readonly logPrior: number;
  /** In the order of the sides. */
  readonly values: readonly number[];
}

export interface Found {
  /** The best first. */
  readonly optima: readonly FoundOptimum[];
  readonly failed: number;
  readonly evaluations: number;
}

/** Local optima of a criterion within a box of parameters, from the present values and from points that fill the box. */
export function search(
  criterion: (values: readonly number[]) => Measured | null,
  sides: readonly Side[],
  { starts, seed, evaluations, rounding }: Effort,
  tell: (evaluations: number, loss: number) => void,
): Found {
  let count = 0;
  const valuesAt = (x: Float64Array): number[] => sides.map((side, i) => fromSearch(side, x[i] as number));
  const at = (x: Float64Array): Measured | null => criterion(valuesAt(x));
  const { optima, ...rest } = multiStart(
    (x) => {
      const found = at(x);
      tell(++count, found?.told ?? Number.NaN);
      return found && { value: found.loss, gradient: sides.map(({ path }) => found.gradient[path] as number) };
    },
    {
      lower: sides.map((side) => toSearch(side, side.lower)),
      upper: sides.map((side) => toSearch(side, side.upper)),
      first: sides.map((side) => toSearch(side, side.value)),
      starts,
      seed,
      evaluations,
      rounding,
    },
  );
  const found = optima.map((one) => {
    const { told, logPrior } = at(one.x) as Measured;
    return { ...one, told, logPrior, values: valuesAt(one.x) };
  });
  return { ...rest, optima: found };
}

/** Values by the paths of the sides. */
export function byPath(sides: readonly Side[], values: readonly number[]): Record<string, number> {
  return Object.fromEntries(sides.map(({ path }, i) => [path, values[i] as number]));
}
