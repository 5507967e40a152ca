// Vitest, held open: it is sent the names of test files and of a file that changed, and answers which of the tests failed.
import { createVitest } from "vitest/node";

const vitest = await createVitest("test", { config: process.env.MERCER_CONFIG, root: process.env.MERCER_TREE, watch: false });
const specifications = await vitest.globTestSpecifications([]);

process.on("message", async ({ tests, changed }) => {
  for (const file of changed) vitest.invalidateFile(file);
  const chosen = specifications.filter(({ moduleId }) => tests === "all" || tests.includes(moduleId));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(chosen, false);
  // Vitest answers with the files of earlier runs as well.
  const ran = testModules.filter(({ moduleId }) => chosen.some((one) => one.moduleId === moduleId));
  const failed = ran.filter((module) => !module.ok()).map(({ moduleId }) => moduleId);
  process.send({ ran: ran.length, failed, unhandled: unhandledErrors.length });
});
process.send({ files: specifications.map(({ moduleId }) => moduleId) });
