import { asMutant, reachedIn } from "./core-switch.mjs";

/** Instances that may still be called: a test that makes hundreds has no hundreds at a time. */
const RECENT = 8;

let current;

/** From now on the sources and the core are this mutant, or, of mutant 0, as they were written. */
export class Switch {
  #mutant;
  #reached = new Set();
  #instances = [];

  constructor(mutant) {
    this.#mutant = mutant;
    current = this;
  }

  /** Whether the sources are this mutant, when they come to its place. */
  on(mutant) {
    this.#reached.add(mutant);
    return mutant === this.#mutant;
  }

  bytes(bytes) {
    return asMutant(bytes, this.#mutant);
  }

  watch(instance) {
    this.#instances.push(instance);
    if (this.#instances.length > RECENT) this.#read(this.#instances.shift());
  }

  /** The mutants whose places were come to, those of helper threads left out. */
  reached() {
    for (const instance of this.#instances) this.#read(instance);
    return [...this.#reached];
  }

  #read(instance) {
    for (const mutant of reachedIn(instance)) this.#reached.add(mutant);
  }
}

globalThis.mercerMutantIs = (mutant) => current.on(mutant);

const { Module, Instance, instantiate } = WebAssembly;
WebAssembly.Module = class extends Module {
  constructor(bytes) {
    super(current.bytes(bytes));
  }
};
WebAssembly.Instance = class extends Instance {
  constructor(...args) {
    super(...args);
    current.watch(this);
  }
};
WebAssembly.instantiate = async (bytes, imports) => {
  const made = await instantiate(bytes instanceof Module ? bytes : current.bytes(bytes), imports);
  current.watch(made.instance ?? made);
  return made;
};
