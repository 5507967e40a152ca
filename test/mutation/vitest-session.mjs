import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { processorSeconds } from "./processor-time.mjs";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Vitest in a process of its own on a copy of the tree, so that a mutant that never ends can be ended. */
export class VitestSession {
  #tree;
  #environment;
  #config;
  #child;

  constructor(tree, environment = {}, config = "vitest.config.mjs") {
    this.#tree = tree;
    this.#environment = environment;
    this.#config = config;
  }

  /** Starts Vitest; resolves to the paths of its test files. */
  async start() {
    const env = { ...process.env, ...this.#environment, MERCER_TREE: this.#tree, MERCER_CONFIG: path(this.#config) };
    this.#child = fork(path("session.mjs"), { cwd: this.#tree, env, detached: true, stdio: ["ignore", "ignore", "pipe", "ipc"] });
    let complaint = "";
    this.#child.stderr.on("data", (piece) => {
      complaint = (complaint + piece).slice(-2000);
    });
    const { files } = await this.#answer(120).catch((error) => {
      throw new Error(`Vitest did not start: ${error.message}\n${complaint}`);
    });
    return files;
  }

  /** Runs test files after a change of others; resolves to what failed, or to "timeout" after so many seconds of processor. */
  async run(tests, changed, seconds) {
    if (this.#child === undefined) await this.start();
    this.#child.send({ tests, changed });
    try {
      return await this.#answer(seconds);
    } catch (error) {
      this.stop();
      if (error.message === "timeout") return "timeout";
      throw error;
    }
  }

  stop() {
    if (this.#child === undefined) return;
    const { pid, exitCode } = this.#child;
    this.#child = undefined;
    // The group: Vitest, and the process in which the tests run.
    if (exitCode === null) process.kill(-pid, "SIGKILL");
  }

  #answer(seconds) {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const start = processorSeconds(child.pid);
      const settle = (how) => (value) => {
        clearInterval(timer);
        child.removeAllListeners("message");
        child.removeAllListeners("exit");
        how(value);
      };
      const timer = setInterval(() => {
        if (processorSeconds(child.pid) - start > seconds) settle(reject)(new Error("timeout"));
      }, 1000);
      child.once("message", settle(resolve));
      child.once("exit", (code) => settle(reject)(new Error(`ended with code ${code}`)));
    });
  }
}
