import type { Measured } from "./criterion";
import { densityOf, type Priors } from "./priors";

/** A log density with those of the priors at the parameters: log p(y | θ) + Σ log p(log θ), as what is to be small. */
export function withPriors(measured: Measured | null, priors: Priors, values: Readonly<Record<string, number>>): Measured | null {
  if (measured === null) return null;
  let { logPrior, loss } = measured;
  const gradient: Record<string, number> = { ...measured.gradient };
  for (const [path, prior] of Object.entries(priors)) {
    const { value, slope } = densityOf(prior, values[path] as number);
    logPrior += value;
    loss -= value;
    gradient[path] = (gradient[path] as number) - slope;
  }
  return { ...measured, logPrior, loss, gradient };
}
