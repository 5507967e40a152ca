import type { Row } from "../contest.ts";
import { CALLS, FEATURES, POINTS, SETTLING, SMALL, STATES, sizeIn } from "../small.ts";
import { duration, nameOf } from "./tables.ts";

/** Small problems: a row for each call and implementation, a column for each state of its process. */
export function smallSection(rows: readonly Row[], engine: string): string {
  const lines = SMALL.flatMap((operation) => {
    const own = rows.filter((row) => row.operation === operation);
    return [...new Set(own.map((row) => nameOf(row, engine)))].map((name) => {
      const cells = STATES.map((state) => cell(own.find((row) => nameOf(row, engine) === name && row.size === sizeIn(state))));
      return `| ${[operation, name, ...cells].join(" | ")} |`;
    });
  });
  return [
    `### Small problems, n = ${POINTS}, d = ${FEATURES}`,
    NOTES,
    [`| call | implementation | ${STATES.join(" | ")} |`, "| --- | --- | --: | --: | --: |", ...lines].join("\n"),
  ].join("\n\n");
}

const NOTES = [
  "The time of one call, and in brackets how many times that of mercer.",
  `Settled: a process that has made the same call ${SETTLING.toLocaleString("en")} times before; what is timed are runs of ${CALLS.toLocaleString("en")}, a full collection of garbage before each. First ${CALLS.toLocaleString("en")} calls: a process that has made none, imports not counted.`,
  "After the whole benchmark: the process of all other rows; the twin, too, runs beside Wasm there.",
].join(" ");

function cell(row: Row | undefined): string {
  if (row === undefined) return "–";
  return `${duration(row.medianMs)}${row.timesMercer === undefined ? "" : ` (${row.timesMercer.toPrecision(2)})`}`;
}
