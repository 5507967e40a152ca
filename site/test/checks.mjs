let passed = 0;
const failures = [];

/** Says whether what was found is what was wanted, and goes on. */
export function check(what, found, wanted = true) {
  const [a, b] = [found, wanted].map((value) => JSON.stringify(value));
  if (a === b) {
    passed++;
    return;
  }
  failures.push(what);
  console.error(`FAIL ${what}: ${a?.slice(0, 1500)}, not ${b?.slice(0, 300)}`);
}

/** Runs one part of the tests; an error in it is a failure of it. */
export async function part(what, body) {
  const started = performance.now();
  try {
    await body();
    console.log(`  ${what} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    check(what, String(error.message ?? error), "no error");
  }
}

export function finish() {
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
