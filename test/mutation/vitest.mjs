// What test files import from Vitest, made of its own parts, for a process that runs a file again and again. Of `vi` only what watches functions.
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  GLOBAL_EXPECT,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from "@vitest/expect";
import { fn, restoreAllMocks, spyOn } from "@vitest/spy";

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);

export const expect = Object.assign((value, message) => chai.expect(value, message), chai.expect, globalThis[ASYMMETRIC_MATCHERS_OBJECT], {
  getState: () => getState(expect),
  setState: (state) => setState(state, expect),
});
globalThis[GLOBAL_EXPECT] = expect;

export const vi = { fn, spyOn, restoreAllMocks };

export { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } from "@vitest/runner";
