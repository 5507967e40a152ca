import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";

const root = new URL("../../", import.meta.url);
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript" };

const WITH_WASM = {
  "Content-Security-Policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; img-src data:",
};
/** Pages that may share memory. */
export const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** By the first part of a path: what the page may do. */
export const POLICIES = {
  /** WebAssembly, but no shared memory. */
  open: WITH_WASM,
  /** Both. */
  isolated: { ...WITH_WASM, ...ISOLATED },
  /** Scripts only. */
  strict: { "Content-Security-Policy": "script-src 'self'" },
};

/** Serves a folder on a free port of 127.0.0.1, to isolated pages. */
export async function startFolderServer(folder) {
  const server = createServer(async (request, response) => {
    const body = !request.url.includes("..") && (await readFile(new URL(`.${request.url}`, folder)).catch(() => undefined));
    if (!body) return response.writeHead(404).end();
    for (const [name, value] of Object.entries(POLICIES.isolated)) response.setHeader(name, value);
    response.setHeader("Content-Type", types[extname(request.url)] ?? "application/octet-stream");
    response.end(body);
  });
  return listening(server, (port) => ({ url: `http://127.0.0.1:${port}` }));
}

async function listening(server, describe) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    ...describe(server.address().port),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

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
  return listening(server, (port) => ({ urlOf: (policy) => `http://127.0.0.1:${port}/${policy}/test/engines/page.html` }));
}
