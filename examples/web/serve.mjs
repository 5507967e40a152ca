// The examples of this folder without a bundler: node examples/web/serve.mjs [port]
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";

const root = new URL("../../", import.meta.url);
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript" };

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  // What lies at the top is this folder's, so that the page at / finds its script beside it
  const path = pathname.replace(/^\/(?!.*\/)/, "/examples/web/").replace(/\/$/, "/index.html");
  const allowed = /^\/(dist|examples\/web)\/[\w.-]+$/.test(path);
  const body = allowed && (await readFile(new URL(`.${path}`, root)).catch(() => undefined));
  if (!body) return response.writeHead(404).end();
  // With these two, threads may share memory; without them the pool has one
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
  response.setHeader("Content-Type", types[extname(path)] ?? "application/octet-stream");
  response.end(body);
});
server.listen(Number(process.argv[2] ?? 8080), "127.0.0.1", () => {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  console.log(`http://127.0.0.1:${port}/ and /by-hand.html`);
});
