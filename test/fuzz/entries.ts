import * as core from "../../src/entries/core";
import * as mercer from "../../src/entries/index";
import * as interchange from "../../src/entries/interchange";
import * as jobs from "../../src/entries/jobs";
import * as linalg from "../../src/entries/linalg";
import * as pool from "../../src/entries/pool";
import * as predict from "../../src/entries/predict";
import * as relaxed from "../../src/entries/relaxed";
import * as statistics from "../../src/entries/statistics";
import * as table from "../../src/entries/table";
import * as testing from "../../src/entries/testing";
import { POOLED } from "./pooled";
import type { Verb } from "./types";

/** What the package exports, entry by entry. */
export const ENTRIES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  mercer,
  linalg,
  statistics,
  table,
  predict,
  interchange,
  jobs,
  testing,
  pool,
  core,
  relaxed,
};

/** Every exported function, by a name such as "linalg.lstsq", and the verbs of a pool, "pooled.lstsq". */
export const VERBS: ReadonlyMap<string, Verb> = new Map([
  ...POOLED,
  ...Object.entries(ENTRIES).flatMap(([entry, exported]) =>
    Object.entries(exported).flatMap(([name, value]) =>
      typeof value === "function" ? [[`${entry}.${name}`, value as Verb] as const] : [],
    ),
  ),
]);

export function verbOf(name: string): Verb {
  const verb = VERBS.get(name);
  if (!verb) throw new Error(`no verb: ${name}`);
  return verb;
}
