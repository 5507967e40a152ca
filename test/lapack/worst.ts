/** LAPACK's threshold: a ratio is an error in units of its own bound. */
export const THRESHOLD = 30;

interface Entry {
  readonly factorisation: string;
  readonly ratio: string;
  readonly type: string;
  readonly value: number;
  readonly where: string;
}

/** The worst of every ratio, for each factorisation and type of matrix. */
export class Worst {
  readonly #entries = new Map<string, Entry>();
  readonly #above: string[] = [];
  count = 0;

  /** Notes a ratio; `where` tells its size and seed. */
  note(factorisation: string, ratio: string, type: string, value: number, where: string): void {
    this.count++;
    if (!(value < THRESHOLD)) this.#above.push(`${factorisation}: ${ratio} is ${value} for ${type}, ${where}`);
    const key = `${factorisation} | ${type}`;
    if (!(value <= (this.#entries.get(key)?.value ?? -1))) this.#entries.set(key, { factorisation, ratio, type, value, where });
  }

  /** Ratios at the threshold or beyond, and those that are not numbers. */
  get above(): readonly string[] {
    return this.#above;
  }

  /** One line for each factorisation and type, or the worst type of each factorisation alone. */
  table(brief: boolean): string {
    const all = [...this.#entries.values()];
    const rows = brief ? [...new Set(all.map(({ factorisation }) => factorisation))].map((name) => worstOf(all, name)) : all;
    const lines = rows.map((row) => `| ${[row.factorisation, row.type, row.ratio, row.value.toFixed(2), row.where].join(" | ")} |`);
    return [`| factorisation | type | ratio | worst of ${this.count} | where |`, "| --- | --- | --- | --- | --- |", ...lines].join("\n");
  }
}

function worstOf(all: readonly Entry[], name: string): Entry {
  return all.filter(({ factorisation }) => factorisation === name).reduce((most, one) => (one.value > most.value ? one : most));
}
