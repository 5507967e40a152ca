import type { ReportLike } from "mercer";
import type { ReportLine } from "./messages";

/** What the solver says of its work, in lines with their meaning. */
export function reportLines(report: ReportLike): ReportLine[] {
  const number = (value: number | null | undefined): string | null =>
    value === null || value === undefined
      ? null
      : Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5
        ? String(Number(value.toPrecision(4)))
        : value.toExponential(1);
  const lines: readonly (readonly [string, string | null, string])[] = [
    ["Solver", report.solver, "the route that was taken"],
    ["Training loss", number(report.trainingLoss[0]), "sum of the loss over the points, without the ridge"],
    ["Error bound", number(report.errorBound), "proven: no prediction is farther from the exact fit, in units of √k(z, z)"],
    ["Backward error", number(report.backwardError), "1e-16 is as good as arithmetic allows"],
    ["Condition", number(report.conditionEstimate), "of K + λI; digits are lost as it nears 1e16"],
    ["Rank", number(report.rank), "where the route needs it"],
    ["Gap", number(report.gap?.[0]), "proven: the minimum is at most this share below"],
    ["Steps", number(report.iterations), "of the iteration"],
    ["Step", number(report.step), "how far each goes"],
    ["Time", `${report.elapsedMs.toFixed(1)} ms`, "of the fit alone"],
  ];
  return lines.flatMap(([name, value, meaning]) => (value === null ? [] : [{ name, value, meaning }]));
}
