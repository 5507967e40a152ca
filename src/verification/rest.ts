import type { ReportLike } from "../models/report";
import { type Claim, type ClaimName, unchecked } from "./claim";

/** Why the data do not tell these numbers of a report. */
const REASONS = {
  rank: "it takes a decomposition; diagnose tells the rank of K",
  conditionEstimate: "it takes a factor; the backward error and the error bound tell how far the model can be trusted",
  nullComponent: "it takes the eigenvectors of K",
  iterations: "how long a fit went on is not in its result",
  step: "how a fit came to its result is not in that",
  diverging: "it is a matter of the step and of the spectrum of K",
  record: "what was on the way is not in the result",
  bytes: "it is about the memory of the fit",
} as const satisfies Partial<Record<ClaimName, string>>;

/** What the report tells and nobody has checked. */
export function restOf(report: ReportLike): Claim[] {
  return (Object.keys(REASONS) as (keyof typeof REASONS)[]).flatMap((name) => {
    const told = report[name];
    if (told === null || told === undefined || told === false) return [];
    return [unchecked(name, typeof told === "object" ? null : typeof told === "boolean" ? String(told) : told, REASONS[name])];
  });
}
