/** Seconds of processor after which a test that takes so many without the mutant has found it. */
const limit = (seconds) => 3 + 5 * seconds;

/** Asks test files about mutants, one after the other until one of them fails. */
export class Judge {
  #session;
  #bundles;
  #reach;
  #budget;

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
    for (const { path, seconds } of reaching.filter((test) => !before.includes(test.path))) {
      if (spent > 0 && spent + seconds > this.#budget) continue;
      spent += seconds;
      ran.push(path);
      const answer = await this.#session.run({ bundle: this.#bundles.get(path), mutant: id }, limit(seconds));
      const found = { by: path, ran, of: reaching.length };
      if (answer === "timeout") return { end: "timeout", ...found };
      if (answer === "ended" || answer.failed) return { end: "killed", why: answer.error, ...found };
    }
    return { end: "survived", ran, of: reaching.length };
  }

  async #reaching(id, near) {
    const measured = [];
    for (const { path, nearness } of near) measured.push({ path, nearness, ...(await this.#reach.of(path)) });
    return measured
      .filter(({ fault, reached }) => fault === undefined && reached.includes(id))
      .sort((a, b) => b.nearness - a.nearness || a.seconds - b.seconds);
  }
}
