const bufferOf = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Results in Redis, each in a key of its own, for some time. */
export function redisBlobs(client, prefix, keepSeconds) {
  const name = (key) => `${prefix}:${key}`;
  return {
    /** Entries { key: bytes }, all or none, also after a crash and where there is no room. */
    async put(entries) {
      const writes = client.multi();
      for (const [key, bytes] of Object.entries(entries)) writes.set(name(key), bufferOf(bytes), "EX", keepSeconds);
      for (const [error] of await writes.exec()) if (error) throw error;
    },
    /** The bytes of each key, null where there are none. */
    get: (keys) => client.mgetBuffer(...keys.map(name)),
    async remove(keys) {
      if (keys.length > 0) await client.unlink(...keys.map(name));
    },
  };
}

/** Results in PostgreSQL, in a table that is made when it is first needed. */
export function postgresBlobs(pool, queue) {
  let made = null;
  const query = async (text, values) => {
    made ??= patiently(() => makeTable(pool));
    await made;
    return patiently(() => pool.query(text, values));
  };
  const name = (key) => `${queue}:${key}`;
  return {
    async put(entries) {
      const text =
        "INSERT INTO mercer_results (key, bytes) SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes, made = now()";
      await query(text, [Object.keys(entries).map(name), Object.values(entries).map(bufferOf)]);
    },
    async get(keys) {
      const { rows } = await query("SELECT key, bytes FROM mercer_results WHERE key = ANY($1)", [keys.map(name)]);
      const found = new Map(rows.map(({ key, bytes }) => [key, bytes]));
      return keys.map((key) => found.get(name(key)) ?? null);
    },
    async remove(keys) {
      await query("DELETE FROM mercer_results WHERE key = ANY($1)", [keys.map(name)]);
    },
  };
}

/** Two sessions that make it at the same time would both find that it is missing. */
async function makeTable(pool) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock(7236951)");
    await client.query(
      "CREATE TABLE IF NOT EXISTS mercer_results (key text PRIMARY KEY, bytes bytea NOT NULL, made timestamptz NOT NULL DEFAULT now())",
    );
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

/** Codes of a connection that is away, and of a server that is starting or stopping. */
const AWAY = /^(ECONN|EPIPE|ETIMEDOUT|57P0|08)|Connection terminated|timeout|^LOADING/;

/** Asks again while the server is away. */
export async function patiently(ask, pause = 500) {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!AWAY.test(error.code ?? error.message)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
