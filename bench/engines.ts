import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Engines beside the one that runs the bench, and the benches of which each has rows in a run of everything. */
export const OTHER_ENGINES: Readonly<Record<string, readonly string[]>> = {
  "node@22": ["gemm", "cholesky", "start"],
  "node@24": ["gemm", "cholesky", "gram", "fit", "small", "start"],
};

/** "Node 24" */
export function engineName(): string {
  return `Node ${process.versions.node.split(".")[0]}`;
}

/** The binary that is meant by `--engine node@24`, which npm has brought, or by `--node <path>`, meant from where npm was called. */
export function binaryOf(flag: "--engine" | "--node", value: string): string {
  const path =
    flag === "--node"
      ? resolve(process.env.INIT_CWD ?? process.cwd(), value)
      : fileURLToPath(new URL(`node_modules/${value.replace("@", "-")}/bin/node`, import.meta.url));
  if (existsSync(path)) return path;
  const remedy = flag === "--engine" ? `; there are ${Object.keys(OTHER_ENGINES).join(" and ")}, after npm ci --prefix bench` : "";
  throw new Error(`${flag} ${value}: ${path} does not exist${remedy}`);
}

/** Runs the benches in another engine, which adds its rows to the results. Returns the exit code. */
export function runIn(binary: string, names: readonly string[]): number {
  const script = fileURLToPath(new URL("run.ts", import.meta.url));
  const { status, error } = spawnSync(binary, [...process.execArgv, script, "--guest", ...names], { stdio: "inherit" });
  if (error) throw error;
  return status ?? 1;
}
