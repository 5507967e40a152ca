import { asMutant, takeReached } from "./core-switch.mjs";

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
    // the first is the core of the thread
    if (this.#instances.length > RECENT) this.#read(...this.#instances.splice(1, 1));
  }

  /** The mutants whose places were come to since this was last asked, those of helper threads left out. */
  takeReached() {
    for (const instance of this.#instances) this.#read(instance);
    const reached = [...this.#reached];
    this.#reached.clear();
    return reached;
  }

  #read(instance) {
    for (const mutant of takeReached(instance)) this.#reached.add(mutant);
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
