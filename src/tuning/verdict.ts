import type { Side } from "./box";
import type { Measure } from "./criterion";
import { byPath, type Found, type FoundOptimum } from "./search";
import type { TunedParameter, Tuning } from "./tune";

/** Another optimum is about as good where its likelihood is a seventh of the best, or more; e² = 7.4. */
const CLOSE = 2;

/** What is said of the optima that were found; of the priors where there are some. */
export function verdictOf(
  { optima, failed, evaluations }: Found,
  sides: readonly Side[],
  measure: Measure,
  hasPriors: boolean,
): Omit<Tuning<never>, "estimator"> {
  const best = optima[0] as FoundOptimum;
  const parameters = sides.map(({ path, scale }, i): TunedParameter => {
    const state = best.bounds[i];
    return { path, value: best.values[i] as number, scale, atBound: state === "lower" || state === "upper" ? state : null };
  });
  const valuesOf = ({ told, logPrior }: FoundOptimum) => ({ value: told, ...(hasPriors ? { logPrior } : {}) });
  return {
    ...valuesOf(best),
    converged: best.converged,
    evaluations,
    warnings: [...atBounds(parameters), ...unfinished(best), ...others(optima, measure), ...failures(failed), ...unsized(best)],
    parameters,
    optima: optima.map((one) => ({ ...valuesOf(one), parameters: byPath(sides, one.values), starts: one.starts })),
  };
}

function atBounds(parameters: readonly TunedParameter[]): string[] {
  return parameters
    .filter(({ atBound }) => atBound !== null)
    .map(({ path, value, atBound }) => `${path} is at its ${atBound} bound, ${value.toPrecision(4)}: ${meaning(path, atBound)}`);
}

function meaning(path: string, bound: TunedParameter["atBound"]): string {
  if (/lengthScale\.\d+$/.test(path) && bound === "upper") return "this feature does not matter to the kernel";
  if (/(noise|lambda|variance|noise\.variances\.\d+)$/.test(path) && bound === "lower")
    return "the kernel alone explains y, or passes through its noise";
  return "the data say little of it, or prefer a kernel of another form; wider bounds may tell";
}

function unfinished({ converged, stop }: FoundOptimum): string[] {
  if (converged) return [];
  const why =
    stop === "evaluations"
      ? "its evaluations were used up; give more iterations"
      : stop === "time"
        ? "the time was up; give more seconds"
        : "no lower point was found along the gradient";
  return [`the best optimum has not converged: ${why}`];
}

function others(optima: readonly FoundOptimum[], measure: Measure): string[] {
  const [best, ...rest] = optima as readonly [FoundOptimum, ...FoundOptimum[]];
  const close =
    measure === "squares" || measure === "validation"
      ? []
      : rest.filter((one) => best.told + best.logPrior - (one.told + one.logPrior) < CLOSE);
  if (close.length === 0) return [];
  const which = close.length === 1 ? "another optimum is" : `${close.length} other optima are`;
  return [`${which} about as good: the data do not decide between them; compare \`optima\`, and what each predicts`];
}

function failures(failed: number): string[] {
  return failed === 0
    ? []
    : [
        `${failed} settings could not be fitted, as where the covariance is not positive definite; a larger lower bound of the noise, or of lambda, helps`,
      ];
}

function unsized({ told }: FoundOptimum): string[] {
  return told === Infinity
    ? ["the mean squared error is beyond the numbers, so value is Infinity; scale y down to compare it with others"]
    : [];
}
