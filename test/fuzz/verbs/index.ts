import { VERB_NAMES } from "../../../src/worker/verb-names";
import { VERBS } from "../entries";
import { jobs } from "./jobs";
import type { Makers } from "./makers";
import { linalg } from "./matrices";
import { constructors, models } from "./models";
import { kernels, losses, numbers } from "./numbers";
import { core, interchange, pool, relaxed, serving, statistics, testing } from "./others";
import { tables } from "./tables";

const shared: Makers = {
  matrix: linalg.matrix as Makers[string],
  rowOf: linalg.rowOf as Makers[string],
  toArrays: linalg.toArrays as Makers[string],
};
const types: Makers = { isMercerError: linalg.isMercerError as Makers[string] };

/** Those of the verbs of a pool are the same as without. */
const pooled: Makers = Object.fromEntries(
  VERB_NAMES.map((name) => [name, (models[name] ?? kernels[name] ?? linalg[name]) as Makers[string]]),
);

const BY_ENTRY: Readonly<Record<string, Makers>> = {
  mercer: { ...types, ...shared, ...constructors, ...models, ...kernels, ...losses, ...numbers },
  linalg: { ...types, ...linalg },
  statistics: { ...types, ...statistics },
  table: { ...types, ...tables },
  predict: { ...types, ...serving },
  jobs: { ...types, ...jobs },
  interchange: { ...types, ...interchange },
  testing,
  pool: { ...types, ...pool },
  pooled,
  core,
  relaxed: { ...types, ...relaxed },
};

/** The generator of every verb, by its name "linalg.lstsq". */
export const MAKERS: ReadonlyMap<string, Makers[string]> = new Map(
  Object.entries(BY_ENTRY).flatMap(([entry, makers]) => Object.entries(makers).map(([name, make]) => [`${entry}.${name}`, make] as const)),
);

/** Exports without a generator, and generators of what is no export. */
export function mismatched(): readonly string[] {
  const lacking = [...VERBS.keys()].filter((name) => !MAKERS.has(name)).map((name) => `${name} has no generator`);
  const idle = [...MAKERS.keys()].filter((name) => !VERBS.has(name)).map((name) => `${name} is not exported`);
  return [...lacking, ...idle];
}
