import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Refusal, Row } from "./contest.ts";
import type { Header } from "./machine.ts";

export interface Results {
  readonly header: Header;
  readonly rows: readonly Row[];
  readonly refusals: readonly Refusal[];
}

const FILE = new URL("results/latest.json", import.meta.url);

export function readResults(): Results | undefined {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, "utf8")) as Results) : undefined;
}

/** New rows replace those of the same operation and size; the others stay, each with its own date and commit. */
export function merge(before: Results | undefined, now: Results): Results {
  const fresh = new Set([...now.rows, ...now.refusals].map(({ operation, size }) => `${operation} ${size}`));
  const isKept = ({ operation, size }: Row | Refusal) => !fresh.has(`${operation} ${size}`);
  return {
    header: now.header,
    rows: [...(before?.rows.filter(isKept) ?? []), ...now.rows],
    refusals: [...(before?.refusals.filter(isKept) ?? []), ...now.refusals],
  };
}

export function writeResults(results: Results): void {
  mkdirSync(new URL("results/", import.meta.url), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(results, null, 1)}\n`);
}
