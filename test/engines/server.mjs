import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";

const root = new URL("../../", import.meta.url);
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript" };

const WITH_WASM = {
  "Content-Security-Policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; img-src data:",
};
const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** By the first part of a path: what the page may do. */
export const POLICIES = {
  /** WebAssembly, but no shared memory. */
  open: WITH_WASM,
  /** Both. */
  isolated: { ...WITH_WASM, ...ISOLATED },
  /** Scripts only. */
  strict: { "Content-Security-Policy": "script-src 'self'" },
};

/** Serves dist and this folder on a free port of 127.0.0.1, under every policy. */
export async function startServer() {
  const server = createServer(async (request, response) => {
    const [, policy, path] = /^\/(\w+)\/((?:dist|test\/engines)\/(?:jobs\/)?[\w.-]+)$/.exec(request.url) ?? [];
    const body = policy in POLICIES && (await readFile(new URL(path, root)).catch(() => undefined));
    if (!body) return response.writeHead(404).end();
    for (const [name, value] of Object.entries(POLICIES[policy])) response.setHeader(name, value);
    response.setHeader("Content-Type", types[extname(path)] ?? "application/octet-stream");
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    urlOf: (policy) => `http://127.0.0.1:${server.address().port}/${policy}/test/engines/page.html`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
