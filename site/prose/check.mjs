// The prose of the repository: words that are none, and sentences that nobody reads to their end.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, SITE } from "../generator/paths.mjs";
import { sentencesOf } from "./sentences.mjs";

/** Words in a sentence of a page. Pages for a first reading are stricter, those of decisions and for contributors less so. */
const LIMIT = 48;
const FIRST_READING = 30;
const BACKGROUND = 52;
const EASY = [
  "docs/recipes.md",
  "docs/which-model.md",
  "docs/glossary.md",
  "docs/troubleshooting.md",
  "docs/from-scikit-learn.md",
  "docs/from-ml-regression.md",
  "docs/from-gpytorch.md",
  "docs/releasing.md",
  "SECURITY.md",
];

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" }).map((name) => `docs/${name}`),
]
  .filter((name) => name.endsWith(".md") && existsSync(join(ROOT, name)))
  .sort();

const long = pages.flatMap((page) => {
  const limit = EASY.includes(page) ? FIRST_READING : /decisions|CONTRIBUTING/.test(page) ? BACKGROUND : LIMIT;
  return sentencesOf(readFileSync(join(ROOT, page), "utf8"))
    .filter(({ words }) => words > limit)
    .map(({ line, sentence, words }) => `${page}:${line}: ${words} words, at most ${limit}: ${sentence.slice(0, 100)}…`);
});
for (const line of long) console.error(line);

const spelling = spawnSync(
  process.execPath,
  [
    join(SITE, "node_modules/cspell/bin.mjs"),
    "--no-progress",
    "--no-summary",
    "--config",
    join(SITE, "prose/cspell.json"),
    "--root",
    ROOT,
    ...pages,
    "site/src/**/*.{ts,tsx}",
  ],
  { cwd: ROOT, stdio: "inherit" },
);
console.log(`${pages.length} pages: ${long.length} sentences too long, spelling ${spelling.status === 0 ? "right" : "wrong"}`);
process.exitCode = long.length === 0 && spelling.status === 0 ? 0 : 1;
