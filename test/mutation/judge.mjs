import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { VitestSession } from "./vitest-session.mjs";

/** How likely a test file is about a source file: by its name, and by its room. */
const nearness = (test, file) => {
  const [, room] = file.split("/");
  if (basename(test).startsWith(`${basename(file, ".ts")}.`)) return 20;
  return test.startsWith(`test/${room}/`) ? 4 : 1;
};

/** The test files that reach a mutant of `src`, best first: those about its file, and those that reach much of it in little time. */
export const reaching =
  (usable) =>
  ({ file, block }) => {
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
  #testsOf;
  #budget;
  #build;
  #session;
  #changed = [];

  /**
   * @param testsOf the test files that may find a mutant, best first: { path, seconds }[]
   * @param budget seconds that these may take together
   * @param build makes what the tests run, and resolves to the files that changed by it, or to null where the compiler finds the mutant
   * @param config the configuration of Vitest
   */
  constructor(tree, testsOf, budget, build = async (path) => [path], config = "vitest.config.mjs") {
    this.#tree = tree;
    this.#testsOf = testsOf;
    this.#budget = budget;
    this.#build = build;
    this.#session = new VitestSession(tree, {}, config);
  }

  /**
   * { end: "killed" | "timeout" | "survived" | "unreached" | "refused", by, ran, of }: by which test file, after how many of those that reach it.
   *
   * A test that takes five times as much processor as without the mutant, and ten seconds more, has found it: "timeout". What does not compile is "refused".
   */
  async judge(mutant) {
    const tests = this.#testsOf(mutant);
    if (tests.length === 0) return { end: "unreached", ran: 0, of: 0 };
    const path = join(this.#tree, mutant.file);
    const original = readFileSync(path, "utf8");
    writeFileSync(path, original.slice(0, mutant.start) + mutant.text + original.slice(mutant.end));
    try {
      const changed = await this.#build(path);
      if (changed === null) return { end: "refused", ran: 0, of: tests.length };
      this.#changed = [...new Set([...this.#changed, ...changed])];
      return { ...(await this.#outcome(withinBudget(tests, this.#budget))), of: tests.length };
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
