import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const hashOf = (...paths) => paths.reduce((hash, path) => hash.update(readFileSync(path)), createHash("sha256")).digest("hex");

const faultOf = (answer, slowest) => {
  if (typeof answer === "string") return answer === "timeout" ? `takes more than ${slowest} s` : answer;
  return answer.failed ? `fails without a mutant: ${answer.error}` : undefined;
};

const measurementOf = ({ seconds, tests, outside }) => ({ seconds, tests, outside });

/** What test files come to without a mutant: measured when it is first asked for, and kept in a file for the same bundle and the same core. */
export class Reach {
  #session;
  #bundles;
  #core;
  #slowest;
  #kept;
  #known;
  /** By path, what has been asked for in this run. */
  #asked = new Map();

  /**
   * @param bundles the bundle of a test file, by its path
   * @param core the core that it reads
   * @param kept where what is known is kept
   */
  constructor(session, { bundles, core, slowest, kept }) {
    this.#session = session;
    this.#bundles = bundles;
    this.#core = core;
    this.#slowest = slowest;
    this.#kept = kept;
    this.#known = existsSync(kept) ? JSON.parse(readFileSync(kept, "utf8")) : {};
  }

  /**
   * { seconds, tests, outside }: for each of its tests what it takes and the mutants whose places it comes to, and the mutants that are come to outside of tests. Or
   * { fault }: a file that fails, or takes more than `slowest` seconds, judges none.
   */
  async of(path) {
    if (!this.#asked.has(path)) this.#asked.set(path, await this.#measured(path));
    return this.#asked.get(path);
  }

  async #measured(path) {
    const bundle = this.#bundles.get(path);
    const hash = hashOf(bundle, this.#core);
    if (this.#known[hash] === undefined) {
      const answer = await this.#session.run({ bundle, mutant: 0 }, this.#slowest);
      const fault = faultOf(answer, this.#slowest);
      this.#known[hash] = fault === undefined ? measurementOf(answer) : { fault };
      mkdirSync(dirname(this.#kept), { recursive: true });
      writeFileSync(this.#kept, JSON.stringify(this.#known));
      console.log(`${path} ${fault ?? `${answer.seconds.toFixed(1)} s`}`);
    }
    return this.#known[hash];
  }
}
