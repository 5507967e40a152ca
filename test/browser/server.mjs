import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";

const root = new URL("../../", import.meta.url);
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript" };

/**
 * Serves dist and the pages of this folder on a free port of 127.0.0.1, under two policies: paths that begin with /open allow
 * WebAssembly, those that begin with /strict allow scripts only.
 */
export async function startServer() {
  const server = createServer(async (request, response) => {
    const [, policy, path] = /^\/(open|strict)\/((?:dist|test\/browser)\/[\w.-]+)$/.exec(request.url) ?? [];
    const body = path && (await readFile(new URL(path, root)).catch(() => undefined));
    if (body === undefined) return response.writeHead(404).end();
    response.setHeader("Content-Security-Policy", policy === "open" ? "script-src 'self' 'wasm-unsafe-eval'" : "script-src 'self'");
    response.setHeader("Content-Type", types[extname(path)] ?? "application/octet-stream");
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    urlOf: (policy) => `http://127.0.0.1:${server.address().port}/${policy}/test/browser/page.html`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
