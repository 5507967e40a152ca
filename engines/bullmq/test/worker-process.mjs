// A worker in a process of its own, for the tests to kill: its options are the first argument. Tells each of its jobs on stdout.
import { connect, startWorker } from "../src/index.mjs";

const { connection, ...options } = JSON.parse(process.argv[2]);
const own = connect(connection);
const worker = startWorker(own, { ...options, onEvent: (event) => console.error(JSON.stringify(event)) });
await worker.ready();
console.log("ready");
process.once("SIGTERM", async () => {
  await worker.close();
  console.log(JSON.stringify(worker.metrics()));
  await own.close();
});
