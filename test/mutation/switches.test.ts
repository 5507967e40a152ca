import { transformSync } from "esbuild";
import { expect, it } from "vitest";

interface Mutant {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The expression that it changes, and the calls around that. */
  readonly wholes: readonly object[];
  readonly change: string;
}

interface Tool {
  mutantsOf(file: string, text: string): Omit<Mutant, "id">[];
  switched(text: string, mutants: readonly Mutant[], on: (mutant: Mutant) => string): string;
}

const here = (name: string): string => new URL(name, import.meta.url).href;
const { mutantsOf, switched }: Tool = { ...(await import(here("mutants.mjs"))), ...(await import(here("switches.mjs"))) };

const TEXT = `
const table = { a: 2, 7: 3 } as const;
const half = (x: number): number => x / 2;

export function f(x: number, y?: number): unknown {
  const told: string[] = [];
  const tell = (word: string): void => { told.push(word); };
  if (!(x >= 0)) throw new Error("negative " + x);
  else tell("first");
  let sum = y ?? table.a;
  for (let i = 0; i < 4 && told.length < 9; i++) {
    burn();
    sum += i * x - 1;
    if (sum > 5 || i === 2) tell("large"); else sum -= half(-sum);
  }
  switch (Math.floor(x)) {
    case 3: sum *= 2; break;
    default: sum = Math.max(sum, -(x ** 2));
  }
  while (sum > 100) { burn(); sum /= table[7]; }
  return [sum, told, [1, x].some((each) => each % 2 === 0) ? true : "none"];
}`;

const script = (text: string): string => transformSync(text, { loader: "ts", format: "cjs" }).code;

/** What a script does for several arguments, errors among it; a loop that does not end is one. */
function behaviour(code: string, mutantIs: (id: number) => boolean = () => false): string {
  const module: { exports: { f?: (x: number, y?: number) => unknown } } = { exports: {} };
  let fuel = 0;
  const burn = (): void => {
    if (fuel-- === 0) throw new Error("endless");
  };
  new Function("module", "exports", "mutantIs", "burn", code)(module, module.exports, mutantIs, burn);
  const results = [[0], [1, 2], [2.5], [3, 40], [60, 1], [-1]].map(([x, y]) => {
    fuel = 1000;
    try {
      return module.exports.f?.(x as number, y);
    } catch (error) {
      return String(error);
    }
  });
  return JSON.stringify(results);
}

const mutants = mutantsOf("src/some/file.ts", TEXT).map((mutant, i) => ({ ...mutant, id: i + 1 }));
const all = script(switched(TEXT, mutants, ({ id }) => `mutantIs(${id})`));

it("finds slips of every kind", () => {
  const changes = mutants.map(({ change }) => change);
  for (const change of ["`>=` → `<`", "`??` → `&&`", "`&&` → `||`", "`max` → `min`", "`some` → `every`", "`4` → `5`", "`true` → `false`"]) {
    expect(changes).toContain(change);
  }
  expect(changes).toContain('`tell("first");` → `;`');
  // the index, not the name
  expect(changes.filter((change) => change.startsWith("`7` →"))).toHaveLength(2);
});

it("is the text as it was written while no switch is on", () => {
  expect(behaviour(all)).toBe(behaviour(script(TEXT)));
});

it.each(mutants.map((mutant) => [`${mutant.change} at ${mutant.start}`, mutant] as const))("is the text with the slip: %s", (_, mutant) => {
  const written = TEXT.slice(0, mutant.start) + mutant.text + TEXT.slice(mutant.end);
  expect(behaviour(all, (id) => id === mutant.id)).toBe(behaviour(script(written)));
});

it("is the same with switches around the calls", () => {
  const wider = mutants.map((mutant) => ({ ...mutant, wholes: mutant.wholes.slice(-1) }));
  const widest = script(switched(TEXT, wider, ({ id }) => `mutantIs(${id})`));
  for (const { id } of wider) expect(behaviour(widest, (one) => one === id)).toBe(behaviour(all, (one) => one === id));
});
