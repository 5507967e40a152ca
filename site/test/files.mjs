// What can be seen without a browser: links, addresses, sizes, and that the reference has all that is exported.
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import ts from "typescript";
import { staleReports } from "../generator/api-report.mjs";
import { OUT, ROOT } from "../generator/paths.mjs";
import { ENTRIES } from "../generator/reference.mjs";
import { check } from "./checks.mjs";

/** Bytes, gzipped: the scripts of the lab without the library, and with it. */
const LAB = 250_000;

export function checkFiles() {
  const files = readdirSync(OUT, { recursive: true, encoding: "utf8" });
  const pages = files.filter((name) => name.endsWith(".html"));
  const texts = new Map(pages.map((name) => [name, readFileSync(join(OUT, name), "utf8")]));
  checkLinks(new Set(files), texts);
  checkSizes(files);
  checkReference(new Set(pages), texts);
  checkExamples(texts);
  check("the reports of the public surface are up to date (npm run api writes them)", staleReports(false), []);
  const cures = texts.get("troubleshooting.html") ?? "";
  const known = [...readFileSync(join(ROOT, "docs/errors.md"), "utf8").matchAll(/^## `([a-z-]+)`/gm)].map(([, code]) => code);
  check("docs/errors.md names codes", known.length > 10);
  check(
    "every code has a cure in troubleshooting",
    known.filter((code) => !cures.includes(`<code>${code}</code>`)),
    [],
  );
}

/** Every address within the site leads to a file, and every # to an element; no picture or script is of another origin. */
function checkLinks(files, texts) {
  const ids = new Map([...texts].map(([name, text]) => [name, new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))]));
  const broken = [];
  for (const [name, text] of texts) {
    for (const [, kind, value] of text.matchAll(/ (href|src)="([^"]*)"/g)) {
      if (/^(https?|mailto):/.test(value)) {
        if (kind === "src") broken.push(`${name}: ${value} is of another origin`);
        continue;
      }
      if (/^data:/.test(value)) continue;
      const [path, hash] = decodeURI(value).split("#");
      const target = path === "" ? name : posix.normalize(posix.join(posix.dirname(name), path));
      if (value.startsWith("/") || !files.has(target)) broken.push(`${name}: ${value}`);
      else if (hash && target.endsWith(".html") && target !== "lab.html" && !ids.get(target)?.has(decodeURIComponent(hash)))
        broken.push(`${name}: ${value} has no such place`);
    }
  }
  check("links lead somewhere", broken.slice(0, 20), []);
}

/** With the data that the copy button adds, every example knows all of its names. */
function checkExamples(texts) {
  const examples = new Map();
  for (const [page, text] of texts) {
    if (page.includes("/")) continue;
    for (const [, prelude, html] of text.matchAll(/<div class="code" data-prelude="([^"]*)">([\s\S]*?)<\/pre>/g)) {
      const plain = (part) =>
        part
          .replace(/<[^>]*>/g, "")
          .replace(/&quot;|&#x22;/g, '"')
          .replace(/&lt;|&#x3C;/g, "<")
          .replace(/&gt;/g, ">")
          .replace(/&#x27;|&#39;/g, "'")
          .replace(/&amp;|&#x26;/g, "&");
      examples.set(`/${page}-${examples.size}.ts`, `${plain(prelude)}\n${plain(html)}\nexport {};`);
    }
  }
  const host = ts.createCompilerHost({});
  const options = { noLib: true, types: [], noResolve: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  const program = ts.createProgram([...examples.keys()], options, {
    ...host,
    fileExists: (name) => examples.has(name),
    readFile: (name) => examples.get(name),
    getSourceFile: (name, target) => (examples.has(name) ? ts.createSourceFile(name, examples.get(name), target) : undefined),
  });
  // 2304: cannot find the name; 2451: declared twice
  const wrong = [...examples.keys()].flatMap((name) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(name))
      .filter(({ code, messageText }) => code === 2451 || (code === 2304 && /'[XyYZ]'/.test(String(messageText))))
      .map(({ messageText }) => `${name}: ${messageText}`),
  );
  check("many examples are copied with data", examples.size > 60);
  check("and then have all of it, once", wrong, []);
}

function checkSizes(files) {
  const zipped = (name) => gzipSync(readFileSync(join(OUT, name)), { level: 9 }).length;
  const scripts = files.filter((name) => /^assets\/.*\.js$/.test(name) && !/^assets\/(home|measured)/.test(name));
  const own =
    scripts.filter((name) => !name.includes("worker")).reduce((sum, name) => sum + zipped(name), 0) +
    zipped("assets/lab.css") +
    zipped("assets/site.css");
  const worker = scripts.filter((name) => name.includes("worker")).reduce((sum, name) => sum + zipped(name), 0);
  console.log(`  the lab: ${kB(own)} of its own, and ${kB(worker)} of the worker with mercer, gzipped`);
  check(`the lab's code is at most ${kB(LAB)}`, own <= LAB);
  check("the worker is there", worker > 0);
}

function kB(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/** Every name that an entry exports has a page, and every function on it an example. */
function checkReference(pages, texts) {
  const folder = join(ROOT, "src/entries/");
  const options = {
    noLib: true,
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
  };
  const program = ts.createProgram(
    ENTRIES.map((name) => `${folder}${name}.ts`),
    options,
  );
  const checker = program.getTypeChecker();
  const titles = new Map();
  for (const name of pages) {
    if (name.startsWith("reference/"))
      titles.set(posix.basename(name, ".html"), [...(titles.get(posix.basename(name, ".html")) ?? []), name]);
  }
  const missing = [];
  const silent = [];
  let count = 0;
  for (const entry of ENTRIES) {
    const file = checker.getSymbolAtLocation(program.getSourceFile(`${folder}${entry}.ts`));
    for (const exported of checker.getExportsOfModule(file)) {
      count++;
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const found = titles.get(exported.name);
      // a name under which another entry's export is handed on stands on the page of its entry
      const handedOn = texts.get(`reference/${entry}/index.html`)?.includes(`id="${exported.name.toLowerCase()}"`);
      if (!found && handedOn) continue;
      if (!found) missing.push(`${entry}: ${exported.name}`);
      else if (symbol.flags & ts.SymbolFlags.Function && !found.some((name) => /Example/.test(texts.get(name))))
        silent.push(`${entry}: ${exported.name}`);
    }
  }
  console.log(`  ${count} exports in the reference`);
  check("every export has a page", missing, []);
  check("every function has an example on its page", silent, []);
}
