// Runs bundled test files, or some of their tests, one file at a time and each time anew, until one of its tests fails, with one mutant switched on. Asked and
// answering by messages.
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

/** The same for an import that is called, whose module must be whole by then. */
const asCalled = async (name) => {
  const module = await asModule(name);
  await module.link(asModule);
  await module.evaluate();
  return module;
};

/** Runs a bundle as a module that nobody has run before. */
const load = async (bundle) => {
  const module = new vm.SourceTextModule(textOf(bundle), { identifier: bundle, importModuleDynamically: asCalled });
  await module.link(asModule);
  await module.evaluate();
};

/** The seconds of processor that this process has taken. */
const seconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Runs the tests whose numbers are asked for, or all, until one fails, and hands `record` the number of each, before and after. */
const runner = (asked, record) => {
  let failed = false;
  let number = -1;
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
      number++;
      if (failed || asked?.includes(number) === false) test.mode = "skip";
      record.before(number);
    },
    onAfterRunTask: (test) => {
      failed ||= test.result?.state === "fail";
      record.after(number, failed);
    },
  };
};

const errorsOf = (task) => [...(task.result?.errors ?? []), ...(task.tasks ?? []).flatMap(errorsOf)];

/** What each test takes and comes to, and what is come to outside of all of them: by the file itself and what it does before and after tests. */
const recordOf = (own) => {
  const record = { tests: [], outside: [], last: undefined };
  let start;
  const before = (number) => {
    record.outside.push(...own.takeReached());
    record.tests[number] = { seconds: 0, reached: [] };
    start = seconds();
  };
  const after = (number, failed) => {
    record.tests[number] = { seconds: seconds() - start, reached: own.takeReached() };
    if (failed) record.last ??= number;
  };
  return { record, before, after };
};

const run = async ({ bundle, mutant, tests }) => {
  const own = new Switch(mutant);
  const start = seconds();
  const { record, before, after } = recordOf(own);
  const [file] = await startTests([bundle], runner(tests, { before, after }));
  record.outside.push(...own.takeReached());
  const [error] = errorsOf(file);
  const failed = file.result?.state !== "pass";
  return { ...record, failed, error: error?.message, seconds: seconds() - start };
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
