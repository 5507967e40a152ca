// What the jobs find on this thread, and in a pool that is started on it.
import { crossing, report } from "./jobs/index.mjs";
import { library } from "./library.mjs";

export const ownReport = () => report(library);

/** Of the jobs that a pool can do: its verbs in the place of those of the same name. */
export async function pooledReport(startPool, options) {
  try {
    const pool = await startPool(options);
    const found = await report({ ...library, ...pool }, crossing);
    await pool.close();
    return { ...found, threads: pool.threads };
  } catch (error) {
    return { error: library.isMercerError(error) ? error.code : "other", message: String(error) };
  }
}
