import type { Row } from "../contest.ts";
import { titleOf } from "../results.ts";

/** The rows of each operation and size, in the order they were measured. */
export function groups(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const group = found.get(titleOf(row));
    if (group) group.push(row);
    else found.set(titleOf(row), [row]);
  }
  return found;
}

/** One table, fastest first; rows of another engine than the one that measured all say so. */
export function table(rows: readonly Row[], engine: string): string {
  const bound = rows.some((row) => row.percentOfPeak !== undefined);
  const ratio = rows.some((row) => row.timesMercer !== undefined);
  const memory = rows.some((row) => row.megabytes !== undefined);
  const head = [
    "implementation",
    "median",
    "spread",
    ...(bound ? ["GF/s", "% of peak", "% without loads"] : []),
    ...(ratio ? ["× mercer"] : []),
    ...(memory ? ["memory"] : []),
    "runs",
  ];
  const body = [...rows]
    .sort((a, b) => a.medianMs - b.medianMs)
    .map((row) => [
      row.implementation.startsWith("mercer") ? `**${nameOf(row, engine)}**` : nameOf(row, engine),
      duration(row.medianMs),
      `${(100 * row.spread).toFixed(0)} %`,
      ...(bound ? [row.gflops?.toFixed(1) ?? "", row.percentOfPeak?.toFixed(0) ?? "", row.percentOfLoadFree?.toFixed(0) ?? ""] : []),
      ...(ratio ? [row.timesMercer?.toFixed(2) ?? ""] : []),
      ...(memory ? [row.megabytes === undefined ? "" : `${row.megabytes.toFixed(0)} MB`] : []),
      String(row.runs),
    ]);
  const rule = head.map((_, column) => (column === 0 ? "---" : "--:"));
  return [head, rule, ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The implementation, and the engine where it is not the given one, as it is named in a header. */
export function nameOf({ implementation, engine }: Row, header: string): string {
  return isOf(engine, header) ? implementation : `${implementation}, ${engine}`;
}

/** Whether a row is of the engine of a header: "Node 20" of "Node 20.20.2, V8 11.3"; older rows do not say. */
export function isOf(engine: string | undefined, header: string): boolean {
  return engine === undefined || header.startsWith(`${engine}.`);
}

export function duration(ms: number): string {
  if (ms < 0.1) return `${(ms * 1e3).toPrecision(3)} µs`;
  return ms < 1000 ? `${ms.toPrecision(3)} ms` : `${(ms / 1000).toPrecision(3)} s`;
}
