import { parseArgs } from "node:util";
import { print } from "mercer-shards";

/** Exit codes: a fault of the data or the plan, of the command line, and results that are missing. */
export const [FAULT, USAGE, MISSING] = [1, 2, 3];

/**
 * Runs a command: `body` is given its words and options, and gives the exit code or none. Faults are one line on stderr.
 *
 * @param {string} usage
 * @param {Record<string, { type: "string" | "boolean" }>} options
 * @param {(words: string[], values: Record<string, any>) => Promise<number | undefined>} body
 */
export async function command(usage, options, body) {
  let given;
  try {
    given = parseArgs({ options: { ...options, help: { type: "boolean" } }, allowPositionals: true });
  } catch (error) {
    return leave(USAGE, `${error.message}\n${usage}`);
  }
  try {
    if (given.values.help) return await print(usage);
    const code = await body(given.positionals, given.values);
    if (code === USAGE) return leave(USAGE, usage);
    process.exitCode = code ?? 0;
  } catch (error) {
    leave(FAULT, `${error.code ?? error.name}: ${error.message}`);
  }
}

function leave(code, text) {
  console.error(text);
  process.exitCode = code;
}
