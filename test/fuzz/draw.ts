import { random } from "../support/generator";

/** A seeded source of choices. */
export class Draw {
  readonly #source;

  constructor(seed: number) {
    this.#source = random(seed);
  }

  uniform(): number {
    return this.#source.uniform();
  }

  normal(): number {
    return this.#source.normal();
  }

  /** A whole number, both ends included. */
  integer(from: number, to: number): number {
    return this.#source.integer(from, to);
  }

  chance(share: number): boolean {
    return this.#source.uniform() < share;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.#source.integer(0, values.length - 1)] as T;
  }

  /** A list of so many draws. */
  list<T>(length: number, one: (i: number) => T): T[] {
    return Array.from({ length }, (_, i) => one(i));
  }

  /** The fields of a record, each there with a chance of its own. */
  some<T>(share: number, fields: Readonly<Record<string, () => T>>): Record<string, T> {
    const made: Record<string, T> = {};
    for (const [name, make] of Object.entries(fields)) if (this.chance(share)) made[name] = make();
    return made;
  }
}
