import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Refusal, Row } from "./contest.ts";
import type { Header } from "./machine.ts";
import type { Size } from "./sizes.ts";

export interface Results {
  readonly header: Header;
  readonly rows: readonly Row[];
  readonly refusals: readonly Refusal[];
  /** absent from older runs */
  readonly sizes?: readonly Size[];
}

/** Of rows that do not say it. */
const DEFAULT_ENGINE = "Node 20";

const FILE = new URL("results/latest.json", import.meta.url);

export function readResults(): Results | undefined {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, "utf8")) as Results) : undefined;
}

/** New rows take the place of those of the same operation, size and engine; the others stay, each with its own date and commit. */
export function merge(before: Results | undefined, now: Results): Results {
  return {
    ...now,
    rows: replace(before?.rows ?? [], now.rows),
    refusals: replace(before?.refusals ?? [], now.refusals, now.rows),
  };
}

/** `also` are rows that count as new for what they measure, without being inserted. */
function replace<T extends Measured>(before: readonly T[], now: readonly T[], also: readonly Measured[] = []): T[] {
  const isNew = new Set([...now, ...also].map(placeOf));
  const kept = before.filter((row) => !isNew.has(placeOf(row)));
  const order = [...new Set([...before, ...now].map(titleOf))];
  return [...kept, ...now].sort((a, b) => order.indexOf(titleOf(a)) - order.indexOf(titleOf(b)));
}

type Measured = Pick<Row, "operation" | "size" | "engine">;

function placeOf(row: Measured): string {
  return `${titleOf(row)}, ${row.engine ?? DEFAULT_ENGINE}`;
}

export function titleOf({ operation, size }: Pick<Row, "operation" | "size">): string {
  return `${operation}, ${size}`;
}

export function writeResults(results: Results): void {
  mkdirSync(new URL("results/", import.meta.url), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(results, null, 1)}\n`);
}
