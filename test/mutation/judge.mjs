import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { VitestSession } from "./vitest-session.mjs";

/** How likely a test file is about a source file: by its name, and by its room. */
const nearness = (test, file) => {
  const [, room] = file.split("/");
  if (basename(test).startsWith(`${basename(file, ".ts")}.`)) return 20;
  return test.startsWith(`test/${room}/`) ? 4 : 1;
};

/** The test files that reach a mutant, best first: those about its file, and those that reach much of it in little time. */
const testsOf = ({ file, block }, usable) => {
  const worth = ({ path, blocks, seconds }) =>
    (nearness(path, file) * blocks.filter((name) => name.startsWith(`${file}:`)).length) / seconds;
  return usable
    .filter(({ blocks }) => blocks.includes(block))
    .map((test) => ({ test, worth: worth(test) }))
    .sort((a, b) => b.worth - a.worth)
    .map(({ test }) => test);
};

const withinBudget = (tests, budget) => {
  let seconds = 0;
  return tests.filter((test, i) => {
    if (i > 0 && seconds + test.seconds > budget) return false;
    seconds += test.seconds;
    return true;
  });
};

/** Writes one mutant after the other into a copy of the tree, and runs the tests that reach it until one fails. */
export class Judge {
  #tree;
  #usable;
  #budget;
  #session;
  #changed = [];

  constructor(tree, usable, budget) {
    this.#tree = tree;
    this.#usable = usable;
    this.#budget = budget;
    this.#session = new VitestSession(tree);
  }

  /**
   * { end: "killed" | "timeout" | "survived" | "unreached", by, ran, of }: by which test file, after how many of those that reach it.
   *
   * A test that takes five times as long as without the mutant, and ten seconds more, has found it: "timeout".
   */
  async judge(mutant) {
    const reaching = testsOf(mutant, this.#usable);
    if (reaching.length === 0) return { end: "unreached", ran: 0, of: 0 };
    const path = join(this.#tree, mutant.file);
    const original = readFileSync(path, "utf8");
    writeFileSync(path, original.slice(0, mutant.start) + mutant.text + original.slice(mutant.end));
    this.#changed.push(path);
    try {
      return { ...(await this.#outcome(withinBudget(reaching, this.#budget))), of: reaching.length };
    } finally {
      writeFileSync(path, original);
      this.#changed = [path];
    }
  }

  stop() {
    this.#session.stop();
  }

  async #outcome(tests) {
    for (const [i, { path, seconds }] of tests.entries()) {
      const answer = await this.#session.run([join(this.#tree, path)], this.#changed, 10 + 5 * seconds);
      this.#changed = [];
      if (answer === "timeout") return { end: "timeout", by: path, ran: i + 1 };
      if (answer.ran !== 1) throw new Error(`${path} did not run`);
      if (answer.failed.length + answer.unhandled > 0) return { end: "killed", by: path, ran: i + 1 };
    }
    return { end: "survived", ran: tests.length };
  }
}
