import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { figuresOf } from "./processor-time.mjs";

/** Looks, one a second, after which a process that sleeps and takes no time waits for something that does not come. */
const PATIENCE = 60;

/** A process that runs test files, so that a mutant that never ends can be ended. */
export class Session {
  #tree;
  #child;

  constructor(tree) {
    this.#tree = tree;
  }

  /** Runs a bundled test file, or the tests of it with these numbers, as a mutant: { bundle, mutant, tests }. Resolves to what run-tests.mjs answers, or to "timeout" after so many seconds of processor, or "ended". */
  async run(asked, seconds) {
    if (this.#child === undefined) await this.#start();
    this.#child.send(asked);
    const answer = await this.#answer(seconds);
    // what a test that fails leaves behind is not to be found by the next
    if (typeof answer === "string" || answer.failed) this.stop();
    return answer;
  }

  stop() {
    if (this.#child === undefined) return;
    const { pid, exitCode } = this.#child;
    this.#child = undefined;
    // the group: what tests have started, too
    if (exitCode === null) process.kill(-pid, "SIGKILL");
  }

  async #start() {
    const path = fileURLToPath(new URL("run-tests.mjs", import.meta.url));
    this.#child = fork(path, {
      cwd: this.#tree,
      detached: true,
      execArgv: ["--expose-gc", "--experimental-vm-modules", "--no-warnings"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    if ((await this.#answer(120)) !== "ready") throw new Error("the process that runs the tests did not start");
  }

  #answer(seconds) {
    const child = this.#child;
    return new Promise((resolve) => {
      const start = figuresOf(child.pid).seconds;
      let [last, idle] = [start, 0];
      const settle = (value) => {
        clearInterval(timer);
        child.removeAllListeners("message");
        child.removeAllListeners("exit");
        resolve(value);
      };
      const timer = setInterval(() => {
        const now = figuresOf(child.pid);
        idle = now.sleeps && now.seconds === last ? idle + 1 : 0;
        last = now.seconds;
        if (now.seconds - start > seconds || idle > PATIENCE) settle("timeout");
      }, 1000);
      child.once("message", settle);
      child.once("exit", () => settle("ended"));
    });
  }
}
