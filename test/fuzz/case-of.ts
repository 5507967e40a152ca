import { Draw } from "./draw";
import { everywhere } from "./everywhere";
import { mutated } from "./mutate";
import { Scene } from "./scene";
import type { Case, Term } from "./term";
import { MAKERS } from "./verbs";

const NAMES = [...MAKERS.keys()];

/** Verbs of which one call takes long, and the share of their turns that they get. */
const SELDOM: Readonly<Record<string, number>> = {
  "table.auto": 0.01,
  "pool.startPool": 0.05,
  "testing.kernelLaws": 0.1,
  "testing.requireKernelLaws": 0.05,
  "testing.lossLaws": 0.1,
  "testing.requireLossLaws": 0.1,
  "testing.counterexample": 0.2,
  "mercer.tune": 0.25,
  "pooled.tune": 0.1,
  "table.tune": 0.1,
  "relaxed.hasRelaxedSimd": 0.01,
  "relaxed.useRelaxedSimd": 0.01,
  "core.setCoreModule": 0.01,
};

/** Verbs whose arguments have most to tell, and how many turns they get for one of the others. */
const OFTEN = new Map([
  ["mercer.fit", 8],
  ["mercer.gram", 4],
  ["linalg.solve", 3],
  ["linalg.lstsq", 3],
  ["linalg.eigh", 3],
  ["linalg.ldl", 3],
  ["linalg.qr", 3],
  ["linalg.pinv", 3],
  ["mercer.leaveOneOut", 2],
  ["mercer.crossValidate", 2],
  ["mercer.verify", 2],
  ["mercer.incremental", 2],
]);

const TURNS = NAMES.flatMap((name) => Array.from({ length: OFTEN.get(name) ?? 1 }, () => name));

const seedOf = (seed: number, index: number): number => Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b);

/** Case `index` of a seed: the same on every machine. Every eighth has something hostile in it. */
export function caseOf(seed: number, index: number, only?: string): Case {
  const draw = new Draw(seedOf(seed, index));
  let verb = only ?? draw.pick(TURNS);
  while (only === undefined && !draw.chance(SELDOM[verb] ?? 1)) verb = draw.pick(TURNS);
  const args = argumentsOf(verb, draw);
  return { verb, args: draw.chance(0.125) ? mutated(draw, args) : args };
}

/** The cases of a seed, from one of them on. */
export function* casesFrom(seed: number, from: number, only?: string): Generator<Case> {
  for (let index = from; ; index++) yield caseOf(seed, index, only);
}

/** One case of each verb that is quick, with each hostile value, and each number at an end of the range, in each of its places in turn. */
export function* casesEverywhere(seed: number, only?: string): Generator<Case> {
  for (const [index, verb] of NAMES.entries()) {
    if (only === undefined ? verb in SELDOM : verb !== only) continue;
    for (const args of everywhere(argumentsOf(verb, new Draw(seedOf(seed, index)), true))) yield { verb, args };
  }
}

function argumentsOf(verb: string, draw: Draw, benign = false): readonly Term[] {
  const make = MAKERS.get(verb);
  if (!make) throw new Error(`no verb: ${verb}`);
  return make(new Scene(draw, benign));
}
