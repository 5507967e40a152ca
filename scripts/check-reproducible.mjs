// Whether a second build gives the same package, bit for bit: the commit is built again in another folder, under another language and time zone,
// and both are packed. A difference is told file by file.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "mercer-built-again-"));
const elsewhere = { ...process.env, TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" };
let failed;
try {
  const copy = join(home, "a folder of another name");
  mkdirSync(copy);
  execFileSync("tar", ["-x", "-C", copy], { input: execFileSync("git", ["archive", "HEAD"], { cwd: root, maxBuffer: 2 ** 30 }) });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  execFileSync("npm", ["run", "build"], { cwd: copy, env: elsewhere, stdio: ["ignore", "ignore", "inherit"] });
  const [here, again] = [pack(root), pack(copy)];
  const names = [...new Set([...here.keys(), ...again.keys()])].sort();
  const different = names.filter((name) => here.get(name) !== again.get(name));
  for (const name of different)
    console.log(`FAIL ${name}: ${here.get(name) ?? "missing here"}, built again ${again.get(name) ?? "missing"}`);
  if (different.length === 0) console.log(`ok   the package built again: ${names.length - 1} files, ${here.get("the package")}`);
  failed = different.length > 0;
} finally {
  rmSync(home, { recursive: true, force: true });
}
console.log(failed ? "0 passed, 1 failed" : "1 passed, 0 failed");
process.exitCode = failed ? 1 : 0;

/** The digest of a package, and of each file in it. */
function pack(folder) {
  const into = mkdtempSync(join(home, "packed-"));
  const printed = execFileSync("npm", ["pack", folder, "--json", "--ignore-scripts", "--loglevel", "error"], {
    cwd: into,
    encoding: "utf8",
  });
  const [{ filename, files }] = JSON.parse(printed);
  const digests = files.map(({ path }) => [path, digestOf(join(folder, path))]);
  return new Map([["the package", digestOf(join(into, filename))], ...digests]);
}

function digestOf(file) {
  return `sha256:${createHash("sha256").update(readFileSync(file)).digest("hex")}`;
}
