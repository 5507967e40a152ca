// The site on this machine: node generator/serve.mjs [port]
import { startServer } from "./server.mjs";

const { url } = await startServer({ port: Number(process.argv[2] ?? 8080) });
console.log(`${url}/ (Ctrl-C ends it)`);
