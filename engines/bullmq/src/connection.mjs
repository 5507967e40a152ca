import { createPostgresBackend } from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import { postgresBlobs, redisBlobs } from "./blobs.mjs";
import { secretsOf, withoutSecrets } from "./secrets.mjs";

/**
 * Where jobs and results are:
 *
 * - { redis }: options of ioredis, as host, port, username, password, tls; or { url, …options };
 * - { postgres }: options of pg, as connectionString, host, user, password, ssl; with `schema`, and `migrate: true` to let BullMQ make its tables.
 *
 * All of them are passed on as they are. `queue` ("mercer" unless given) is the name of the queue, `keepSeconds` (a week) for how long Redis keeps results.
 *
 * @param {{ redis?: object, postgres?: object, queue?: string, keepSeconds?: number }} where
 */
export function connect({ redis, postgres, queue = "mercer", keepSeconds = 604_800 }) {
  if ((redis === undefined) === (postgres === undefined)) throw new TypeError("connect takes either redis or postgres");
  const secrets = secretsOf(redis ?? postgres);
  const clean = (error) => withoutSecrets(error, secrets);
  try {
    return { queue, clean, ...(redis ? onRedis(redis, queue, keepSeconds) : onPostgres(postgres, queue)) };
  } catch (error) {
    throw clean(error);
  }
}

function onRedis({ url, ...options }, queue, keepSeconds) {
  // commands wait while the server is away, and are sent when it is back
  const patient = { maxRetriesPerRequest: null, retryStrategy: (times) => Math.min(100 * times, 2000), ...options };
  const client = () => (url === undefined ? new Redis(patient) : new Redis(url, patient));
  const own = client();
  own.on("error", () => {});
  const connections = [own];
  return {
    kind: "redis",
    blobs: redisBlobs(own, `${queue}-results`, keepSeconds),
    /** Arguments of BullMQ's classes after the name: options with a connection. */
    with(more, { blocking = false } = {}) {
      const connection = blocking ? client() : own;
      if (blocking) {
        connection.on("error", () => {});
        connections.push(connection);
      }
      return [{ connection, ...more }];
    },
    async close() {
      for (const connection of connections) connection.disconnect();
    },
  };
}

function onPostgres(options, queue) {
  const { schema, migrate, ...own } = options;
  const pool = new pg.Pool({ ...own, max: 2 });
  pool.on("error", () => {});
  return {
    kind: "postgres",
    blobs: postgresBlobs(pool, queue),
    with: (more) => [{ connection: { max: 4, ...options }, ...more }, createPostgresBackend],
    close: () => pool.end(),
  };
}
