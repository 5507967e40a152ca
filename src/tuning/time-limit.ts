import { startStopwatch } from "../progress/stopwatch";
import type { Found, FoundOptimum } from "./search";

/** A setting of the parameters as it was judged; a small loss is a good one. */
interface Judged extends Pick<FoundOptimum, "told" | "logPrior" | "values"> {
  readonly loss: number;
}

/** A criterion of parameter values, and what its value is worth. */
interface Judge<M> {
  readonly criterion: (values: readonly number[]) => M | null;
  readonly worth: (measured: M) => Omit<Judged, "values">;
}

const TIME_IS_UP = Symbol("time is up");

/**
 * A search that ends after so many seconds with the best that it has seen, as soon as it has seen anything; without a limit the search as it is. What is found within a limit depends on the speed of the
 * machine.
 */
export function withinTime<M>(
  seconds: number | undefined,
  { criterion, worth }: Judge<M>,
  run: (criterion: (values: readonly number[]) => M | null) => Found,
): Found {
  if (seconds === undefined) return run(criterion);
  const elapsed = startStopwatch();
  const seen: Judged[] = [];
  let [evaluations, failed] = [0, 0];
  try {
    return run((values) => {
      if (seen.length > 0 && elapsed() >= 1000 * seconds) throw TIME_IS_UP;
      evaluations++;
      const measured = criterion(values);
      if (measured === null) failed++;
      else seen.push({ ...worth(measured), values });
      return measured;
    });
  } catch (error) {
    if (error !== TIME_IS_UP) throw error;
    const { told, logPrior, values } = seen.reduce((best, one) => (one.loss < best.loss ? one : best));
    return {
      optima: [{ told, logPrior, values, bounds: values.map(() => "free" as const), converged: false, stop: "time", starts: 1 }],
      failed,
      evaluations,
    };
  }
}
