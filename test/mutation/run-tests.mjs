// Runs bundled test files, one at a time and each time anew, until one of its tests fails, with one mutant switched on. Asked and answering by messages.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { startTests } from "@vitest/runner";
import { Switch } from "./switch.mjs";

/** Packages of which test files are given another one. */
const others = { vitest: "./vitest.mjs", "assemblyscript/asc": "./asc.mjs" };

const texts = new Map();
const textOf = (bundle) => {
  if (!texts.has(bundle)) texts.set(bundle, readFileSync(bundle, "utf8"));
  return texts.get(bundle);
};

/** A package as a module that a bundle can import. */
const asModule = async (name) => {
  const found = await import(others[name] ?? name);
  return new vm.SyntheticModule(Object.keys(found), function () {
    for (const key of Object.keys(found)) this.setExport(key, found[key]);
  });
};

/** Runs a bundle as a module that nobody has run before. */
const load = async (bundle) => {
  const module = new vm.SourceTextModule(textOf(bundle), { identifier: bundle, importModuleDynamically: asModule });
  await module.link(asModule);
  await module.evaluate();
};

const runner = () => {
  let failed = false;
  return {
    config: {
      root: process.cwd(),
      setupFiles: [],
      passWithNoTests: false,
      allowOnly: false,
      sequence: { seed: 0, hooks: "stack", setupFiles: "list" },
      maxConcurrency: 5,
      // the process that asks looks after time
      testTimeout: 0,
      hookTimeout: 0,
      retry: 0,
      tags: [],
    },
    importFile: (bundle) => load(bundle),
    onBeforeRunTask: (test) => {
      if (failed) test.mode = "skip";
    },
    onAfterRunTask: (test) => {
      failed ||= test.result?.state === "fail";
    },
  };
};

const errorsOf = (task) => [...(task.result?.errors ?? []), ...(task.tasks ?? []).flatMap(errorsOf)];

const run = async ({ bundle, mutant }) => {
  const own = new Switch(mutant);
  const start = process.cpuUsage();
  const [file] = await startTests([bundle], runner());
  const { user, system } = process.cpuUsage(start);
  const [error] = errorsOf(file);
  const failed = file.result?.state !== "pass";
  return { failed, error: error?.message, reached: own.reached(), seconds: (user + system) / 1e6 };
};

let unhandled;
process.on("uncaughtException", (error) => {
  unhandled = error;
});
process.on("unhandledRejection", (error) => {
  unhandled = error;
});
process.on("message", async (asked) => {
  unhandled = undefined;
  const answer = await run(asked);
  process.send(unhandled === undefined ? answer : { ...answer, failed: true, error: String(unhandled) });
});
// the process that asks is gone
process.on("disconnect", () => process.exit());
process.send("ready");
