import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { OUT } from "./paths.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".woff2": "font/woff2",
  ".png": "image/png",
};

/** Everything of this origin, nothing of another. A worker compiles WebAssembly. */
const POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/** Serves the built site on 127.0.0.1, below `folder` if one is given; a port of its own unless one is. */
export async function startServer({ port = 0, folder = "" } = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://site");
    requests.push(pathname);
    const inside = pathname.startsWith(`${folder}/`) ? decodeURI(pathname.slice(folder.length)) : null;
    const file =
      inside === null || normalize(inside).includes("..") ? null : join(OUT, inside.endsWith("/") ? `${inside}index.html` : inside);
    const body = file && (await readFile(file).catch(() => null));
    if (!body) return response.writeHead(404, { "Content-Type": "text/plain" }).end("not found");
    response
      .writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", "Content-Security-Policy": POLICY })
      .end(body);
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${folder}`,
    requests,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
