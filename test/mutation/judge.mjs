import { partOf } from "./part.mjs";

/** Seconds of processor after which a test that takes so many without the mutant has found it. */
const limit = (seconds) => 3 + 5 * seconds;

const passes = (answer) => typeof answer !== "string" && !answer.failed;

/** Asks test files about mutants, one after the other until one of them fails: of each the tests that come to the place of the mutant. */
export class Judge {
  #session;
  #bundles;
  #reach;
  #budget;
  /** Whether parts of test files pass without a mutant, by the bundle and the numbers of the tests. */
  #alone = new Map();

  /** @param budget seconds that the tests of a mutant may take together, as they take without it */
  constructor(session, bundles, reach, budget) {
    this.#session = session;
    this.#bundles = bundles;
    this.#reach = reach;
    this.#budget = budget;
  }

  /**
   * { end: "killed" | "timeout" | "survived", by, why, ran, of }: by which of the test files, after which of so many that reach it, the nearest and then the
   * quickest first. A test that takes five times as much processor as without the mutant, and three seconds more, has found it: "timeout".
   *
   * @param near { path, nearness }[]
   * @param before those that have been asked already
   */
  async judge({ id }, near, before = []) {
    const reaching = await this.#reaching(id, near);
    const ran = [...before];
    let spent = 0;
    for (const part of reaching.filter(({ path }) => !before.includes(path))) {
      if (spent > 0 && spent + part.seconds > this.#budget) continue;
      spent += part.seconds;
      ran.push(part.path);
      const answer = await this.#ask(part, id);
      const found = { by: part.path, ran, of: reaching.length };
      if (answer === "timeout") return { end: "timeout", ...found };
      if (!passes(answer)) return { end: "killed", why: answer.error, ...found };
    }
    return { end: "survived", ran, of: reaching.length };
  }

  /** What a part of a test file says of a mutant; the whole file, where the part does not pass without the mutant: some tests need those before them. */
  async #ask({ path, seconds, tests, whole }, mutant) {
    const bundle = this.#bundles.get(path);
    const answer = await this.#session.run({ bundle, mutant, tests }, limit(seconds));
    if (passes(answer) || (await this.#passesAlone(bundle, tests, answer.last))) return answer;
    return this.#session.run({ bundle, mutant }, limit(whole));
  }

  /** Whether the tests with these numbers, up to the last, pass without a mutant when no others run. All tests do. */
  async #passesAlone(bundle, tests, last = Number.POSITIVE_INFINITY) {
    const part = tests?.filter((number) => number <= last);
    if (part === undefined) return true;
    const key = `${bundle} ${part}`;
    if (!this.#alone.has(key))
      this.#alone.set(key, passes(await this.#session.run({ bundle, mutant: 0, tests: part }, Number.POSITIVE_INFINITY)));
    return this.#alone.get(key);
  }

  async #reaching(id, near) {
    const parts = [];
    for (const { path, nearness } of near) {
      const part = partOf(await this.#reach.of(path), id);
      if (part !== undefined) parts.push({ path, nearness, ...part });
    }
    return parts.sort((a, b) => b.nearness - a.nearness || a.seconds - b.seconds);
  }
}
