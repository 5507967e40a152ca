// Every page of the site: where it comes from, where it goes, and where it stands in the menu.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

/** The menu beside the text: a title and the pages of docs/ under it. What is not there yet is left out. */
export const MENU = [
  { title: "Start", pages: ["recipes", "which-model", "tour", "guide", "tables", "how-many-points", "new-rows"] },
  { title: "Models", pages: ["kernels", "kriging", "classification", "losses", "support-vectors", "training-loss", "kernel-trick"] },
  { title: "Choose and judge", pages: ["choosing-parameters", "intervals"] },
  { title: "Ship", pages: ["serving", "threads", "many-machines", "model-file", "interchange"] },
  { title: "Come from", pages: ["from-scikit-learn", "from-ml-regression", "from-gpytorch", "conversions"] },
  { title: "Look up", pages: ["reference/index", "glossary", "troubleshooting", "errors", "performance"] },
  { title: "Background", pages: ["index", "attacked", "rooms"] },
];

/** Pages of Markdown: `source` from the root of the repository, `path` on the site without its ending. */
export function markdownPages() {
  const docs = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => ({ source: `docs/${name}`, path: name === "index.md" ? "contents" : name.replace(/\.md$/, "") }));
  const examples = ["co2", "kriging", "iris", "web"].map((name) => ({
    source: `examples/${name}/README.md`,
    path: `examples/${name}/index`,
  }));
  const own = [
    { source: "CHANGELOG.md", path: "changelog" },
    { source: "CONTRIBUTING.md", path: "contributing" },
    { source: "SECURITY.md", path: "security" },
    { source: "README.md", path: "readme" },
    { source: "site/README.md", path: "site" },
  ];
  return [...docs, ...examples, ...own].filter(({ source }) => existsSync(join(ROOT, source)));
}

/** The menu with titles and addresses. */
export function menuOf(pages) {
  const known = new Map(pages.map((page) => [page.path, page]));
  return MENU.map(({ title, pages: names }) => ({
    title,
    pages: names.flatMap((name) => known.get(name === "index" ? "contents" : name) ?? []),
  })).filter(({ pages: found }) => found.length > 0);
}

export function sourceOf({ source }) {
  return readFileSync(join(ROOT, source), "utf8");
}
