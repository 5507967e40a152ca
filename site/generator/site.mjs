// The whole site into out/: pages from Markdown, the reference from docstrings, the lab by Vite.
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { bundle } from "./bundle.mjs";
import { escapeHtml, startHighlighter } from "./highlight.mjs";
import { homeBody } from "./home.mjs";
import { labBody } from "./lab.mjs";
import { pageOf } from "./layout.mjs";
import { startMarkdown } from "./markdown.mjs";
import { markdownPages, menuOf, sourceOf } from "./pages.mjs";
import { OUT, ROOT, SITE } from "./paths.mjs";
import { referencePages, writeReference } from "./reference.mjs";
import { searchIndex } from "./search-index.mjs";

const started = performance.now();
if (!existsSync(join(ROOT, "dist/index.js"))) throw new Error("the site uses the built library: npm run build first");
await rm(OUT, { recursive: true, force: true });
await mkdir(join(OUT, "assets"), { recursive: true });

// --quick takes the reference as it was written last
const reference = process.argv.includes("--quick") ? referencePages() : await writeReference();
tell("reference");
const pages = [...markdownPages().map((page) => ({ ...page, text: sourceOf(page) })), ...reference];
const bySource = new Map(pages.map(({ source, path }) => [source, `${path}.html`]));
const highlight = await startHighlighter();
/** Files of the repository that a page links to: programs become pages, pictures and data are copied. */
const programs = new Map();
const files = new Set();
const render = startMarkdown(highlight, resolve);

const rendered = pages.map((page) => ({ ...page, isReference: page.source.startsWith("reference/"), ...render(page.text, page) }));
const menu = menuOf(rendered.map((page) => ({ ...page, name: nameOf(page) })));
for (const page of rendered) {
  await write(
    `${page.path}.html`,
    pageOf({
      ...page,
      path: `${page.path}.html`,
      body: isWide(page) ? inPairs(page.html) : page.html,
      wide: isWide(page),
      kind: "text",
      menu,
    }),
  );
}
for (const [source, path] of programs) {
  const code = await readFile(join(ROOT, source), "utf8");
  const body = `<h1>${escapeHtml(source)}</h1><div class="code">${highlight(code, extname(source).slice(1))}</div>`;
  await write(path, pageOf({ path, title: source, lead: `The program ${source}`, body, kind: "text", menu }));
}
for (const file of files) await cp(join(ROOT, file), await placed(file));
tell(`${rendered.length} pages, ${programs.size} programs`);

await write(
  "index.html",
  pageOf({ path: "index.html", ...homeBody(highlight), kind: "home", scripts: ["home.js"], styles: ["home.css", "lab.css"] }),
);
await write("lab.html", pageOf({ path: "lab.html", ...labBody(), kind: "lab", scripts: ["lab.js"], styles: ["lab.css"] }));
await write(
  "404.html",
  pageOf({
    path: "404.html",
    title: "Not here",
    lead: "This page is not here.",
    body: '<h1>This page is not here</h1><p>Try the <a href="contents.html">list of all pages</a>.</p>',
    kind: "text",
    menu,
  }),
);
await write("assets/search.json", searchIndex(rendered));
for (const style of ["site", "home", "lab"]) await cp(join(SITE, `src/style/${style}.css`), join(OUT, `assets/${style}.css`));
await cp(join(SITE, "src/style/icon.svg"), join(OUT, "assets/icon.svg"));
await cp(
  join(SITE, "node_modules/@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2"),
  join(OUT, "assets/newsreader.woff2"),
);
await bundle();
tell("scripts");

/** From the root of the repository to the root of the site. */
function resolve(file) {
  const page = bySource.get(file) ?? bySource.get(`${file.replace(/\/$/, "")}/README.md`);
  if (page) return page;
  if (!existsSync(join(ROOT, file))) return null;
  if (/\.(mjs|ts|py|html)$/.test(file)) {
    programs.set(file, `${file}.html`);
    return `${file}.html`;
  }
  files.add(file);
  return file;
}

/** Pages that put code beside code. */
function isWide({ path }) {
  return path.startsWith("from-");
}

/** Two blocks of code that follow each other, side by side. */
function inPairs(html) {
  const block = '<div class="code"[^>]*>(?:(?!<div class="code")[\\s\\S])*?</pre></div>';
  return html.replace(new RegExp(`(${block})(${block})`, "g"), '<div class="pair">$1$2</div>');
}

function nameOf({ path, title }) {
  return path === "contents" ? "All pages" : path === "reference/index" ? "Reference" : title;
}

async function placed(path) {
  await mkdir(dirname(join(OUT, path)), { recursive: true });
  return join(OUT, path);
}

async function write(path, text) {
  await writeFile(await placed(path), text);
}

function tell(what) {
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${what}`);
}
