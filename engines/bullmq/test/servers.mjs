// Real servers on loopback, on free ports, with their data in a temporary folder; every one is stopped by `close`.
import { execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const children = new Set();
// whatever ends this process, its servers and workers end with it
process.once("SIGTERM", () => process.exit(143));
process.once("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});

/** A process that ends with this one. */
export function startChild(...args) {
  const child = spawn(...args);
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answering(port) {
  for (let i = 0; i < 400; i++) {
    const open = await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (open) return;
    await pause(25);
  }
  throw new Error(`nothing answers on port ${port}`);
}

const exit = (child) =>
  child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => child.once("exit", resolve));

/** redis-server with an append-only file. */
export async function startRedis(...more) {
  const folder = mkdtempSync(join(tmpdir(), "mercer-redis-"));
  const port = await freePort();
  const args = [
    "--port",
    port,
    "--bind",
    "127.0.0.1",
    "--dir",
    folder,
    "--appendonly",
    "yes",
    "--appendfsync",
    "everysec",
    "--save",
    "",
    ...more,
  ];
  let child = null;
  const start = async () => {
    child = startChild("redis-server", args.map(String), { stdio: "ignore" });
    await answering(port);
  };
  const stop = async (signal) => {
    child.kill(signal);
    await exit(child);
  };
  await start();
  return {
    port,
    start,
    kill: () => stop("SIGKILL"),
    /** What it took of a processor, where the system says so. */
    cpuSeconds() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    async close() {
      await stop("SIGKILL");
      rmSync(folder, { recursive: true });
    },
  };
}

/** PostgreSQL as the user postgres, since it refuses to run as root. */
export async function startPostgres(password) {
  const folder = mkdtempSync(join(tmpdir(), "mercer-postgres-"));
  const port = await freePort();
  const [version] = readdirSync("/usr/lib/postgresql").sort().reverse();
  const program = (name) => `/usr/lib/postgresql/${version}/bin/${name}`;
  const id = (flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const user = process.getuid() === 0 ? { uid: id("-u"), gid: id("-g") } : {};
  if (user.uid) chownSync(folder, user.uid, user.gid);
  const options = { ...user, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: "C" } };
  execFileSync(
    "bash",
    ["-c", `echo '${password}' > secret && ${program("initdb")} -D data -U postgres -A scram-sha-256 --pwfile=secret --no-sync`],
    { ...options, stdio: "ignore" },
  );
  const child = startChild(program("postgres"), ["-D", join(folder, "data"), "-p", String(port), "-k", folder, "-h", "127.0.0.1", "-F"], {
    ...options,
    stdio: "ignore",
  });
  await answering(port);
  return {
    port,
    async close() {
      child.kill("SIGQUIT");
      await exit(child);
      rmSync(folder, { recursive: true });
    },
  };
}

/** A road to a port that can be cut and mended. */
export async function startProxy(to) {
  const sockets = new Set();
  let server = null;
  const port = await freePort();
  const mend = () =>
    new Promise((resolve) => {
      server = createServer((near) => {
        const far = connect(to, "127.0.0.1");
        for (const socket of [near, far]) {
          sockets.add(socket);
          socket
            .on("error", () => {})
            .on("close", () => {
              sockets.delete(socket);
              near.destroy();
              far.destroy();
            });
        }
        near.pipe(far).pipe(near);
      }).listen(port, "127.0.0.1", resolve);
    });
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await mend();
  return { port, mend, cut, close: cut };
}
