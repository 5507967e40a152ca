import { queryObjects } from "node:v8";
import { collectUntil } from "./resident";

/** Objects that are reachable, functions and promises among them. */
async function heldObjects(): Promise<number> {
  let rounds = 0;
  await collectUntil(() => ++rounds > 3);
  return queryObjects(Object, { format: "count" });
}

const CALLS = 10;

/** How many objects each of ten calls leaves behind for good: the second of three rounds in order, since others leave something, or let it go, now and then. */
export async function leftByCall(call: () => unknown): Promise<number> {
  const counts: number[] = [];
  for (let round = 0; round < 4; round++) {
    for (let k = 0; k < CALLS; k++) await call();
    counts.push(await heldObjects());
  }
  const [, middle] = counts
    .slice(1)
    .map((count, at) => count - (counts[at] as number))
    .sort((a, b) => a - b);
  return Math.max(0, Math.round((middle as number) / CALLS));
}

/** The names of those calls that leave something behind. Each by itself only where all of them together do. */
export async function leavers(calls: Readonly<Record<string, () => unknown>>): Promise<string[]> {
  const all = async (): Promise<void> => {
    for (const call of Object.values(calls)) await call();
  };
  if ((await leftByCall(all)) === 0) return [];
  const names: string[] = [];
  for (const [name, call] of Object.entries(calls)) if ((await leftByCall(call)) > 0) names.push(name);
  return names.length > 0 ? names : ["all of them together"];
}
