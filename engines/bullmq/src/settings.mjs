import { readFileSync } from "node:fs";
import { connect } from "./connection.mjs";

export const SETTINGS = `Where the queue is, by the environment: MERCER_REDIS_URL or MERCER_POSTGRES_URL, with MERCER_PASSWORD_FILE for a password that is in neither, MERCER_CA_FILE for the
certificate of a server that is reached by TLS, and MERCER_QUEUE for another name than mercer.`;

/** The connection that the environment describes. */
export function connectionOf(env) {
  const {
    MERCER_REDIS_URL: redis,
    MERCER_POSTGRES_URL: postgres,
    MERCER_PASSWORD_FILE,
    MERCER_CA_FILE,
    MERCER_QUEUE: queue = "mercer",
  } = env;
  const password = MERCER_PASSWORD_FILE ? { password: readFileSync(MERCER_PASSWORD_FILE, "utf8").trimEnd() } : {};
  const ca = MERCER_CA_FILE ? { ca: readFileSync(MERCER_CA_FILE, "utf8") } : null;
  if (redis) return connect({ redis: { url: redis, ...password, ...(ca ? { tls: ca } : {}) }, queue });
  if (postgres) return connect({ postgres: { connectionString: postgres, migrate: true, ...password, ...(ca ? { ssl: ca } : {}) }, queue });
  throw new Error("neither MERCER_REDIS_URL nor MERCER_POSTGRES_URL is set");
}
