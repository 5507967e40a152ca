import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Addresses that a page or a module names: scripts, what an import map says, imports, URLs beside the module. */
const NAMED =
  /src="([^"]+)"|"mercer[^"]*": "([^"]+)"|from ?["'](\.[^"']+)["']|import ?["'](\.[^"']+)["']|new URL\("([^"]+)", ?import\.meta\.url\)/g;

/** The addresses found from `url` on, each with its status and, where it is one of the isolated pages' files, its type. */
async function crawl(url: string, found = new Map<string, string>()): Promise<Map<string, string>> {
  if (found.has(url)) return found;
  found.set(url, "");
  const response = await fetch(url);
  const { headers, status } = response;
  found.set(url, `${status} ${headers.get("Content-Type")} ${headers.get("Cross-Origin-Embedder-Policy")}`);
  const text = await response.text();
  for (const names of text.matchAll(NAMED)) {
    const name = names.slice(1).find((each) => each !== undefined) as string;
    if (!name.startsWith("data:")) await crawl(new URL(name, url).href, found);
  }
  return found;
}

it("serve.mjs answers for every page and every script it names, at the top too", async () => {
  const server = spawn(process.execPath, ["examples/web/serve.mjs", "0"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const { origin } = new URL(String((await once(server.stdout, "data"))[0]).split(" ")[0] as string);
    for (const page of ["/", "/index.html", "/examples/web/", "/examples/web/index.html"]) {
      const found = await crawl(`${origin}${page}`);
      expect([...found.keys()].map((url) => new URL(url).pathname)).toEqual(
        expect.arrayContaining([expect.stringMatching(/\/curve\.mjs$/), "/dist/index.js", "/dist/pool.js", "/dist/worker.js"]),
      );
      for (const [url, answer] of found)
        expect([url, answer]).toEqual([url, expect.stringMatching(/^200 text\/(html|javascript).* require-corp$/)]);
    }
    for (const page of ["/by-hand.html", "/examples/web/by-hand.html", "/many-points.html"]) {
      const found = await crawl(`${origin}${page}`);
      expect(found.size).toBeGreaterThanOrEqual(4);
      for (const [url, answer] of found) expect([url, answer]).toEqual([url, expect.stringMatching(/^200 /)]);
    }
    for (const path of ["/package.json", "/dist/none.js", "/src/index.ts", "/examples/web/../../package.json"]) {
      expect((await fetch(`${origin}${path}`)).status).toBe(404);
    }
  } finally {
    server.kill();
  }
});
