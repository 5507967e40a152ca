import { escapeHtml } from "./highlight.mjs";
import { relative } from "./markdown.mjs";

const TOP = [
  { name: "Lab", to: "lab.html" },
  { name: "Recipes", to: "recipes.html" },
  { name: "Guide", to: "guide.html" },
  { name: "Reference", to: "reference/index.html" },
  { name: "Performance", to: "performance.html" },
];

/** The scheme that was chosen before, set before anything is painted. */
const SCHEME = 'try{var t=localStorage.getItem("mercer-theme");if(t)document.documentElement.dataset.theme=t}catch{}';

/**
 * A whole page.
 *
 * @param page `path` of its file on the site, `title`, `lead`, `body`, `kind`: "text", "home" or "lab"
 */
export function pageOf({ path, title, lead, body, kind, outline = [], menu = [], wide = false, scripts = [], styles = [] }) {
  const to = (target) => relative(path, target);
  const name = kind === "home" ? "mercer: kernel regression for the web" : `${escapeHtml(title)} · mercer`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<meta name="description" content="${escapeHtml(lead.slice(0, 220))}">
<meta name="color-scheme" content="light dark">
<script>${SCHEME}</script>
<link rel="icon" href="${to("assets/icon.svg")}" type="image/svg+xml">
<link rel="preload" href="${to("assets/newsreader.woff2")}" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="${to("assets/site.css")}">
${styles.map((file) => `<link rel="stylesheet" href="${to(`assets/${file}`)}">`).join("\n")}
</head>
<body class="${kind}" data-root="${to("index.html").replace(/index\.html$/, "")}">
<a class="skip" href="#content">To the content</a>
<header class="top">
  <a class="mark" href="${to("index.html")}"><svg viewBox="0 0 32 20" aria-hidden="true"><path d="M1 18C9 18 10 2 16 2s7 16 15 16"/><circle cx="16" cy="2" r="2"/></svg>mercer</a>
  <nav aria-label="Site">${TOP.map(({ name: words, to: target }) => `<a href="${to(target)}"${path === target ? ' aria-current="page"' : ""}>${words}</a>`).join("")}</nav>
  <div class="tools">
    <button type="button" class="search-open" aria-haspopup="dialog"><span>Search</span><kbd>/</kbd></button>
    <button type="button" class="scheme" aria-label="Light or dark"><svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7.5"/><path d="M10 2.5a7.5 7.5 0 0 1 0 15z"/></svg></button>
  </div>
</header>
${kind === "text" ? framed({ path, body, outline: wide ? [] : outline, menu, wide, to }) : body}
${kind === "lab" ? "" : footer(to)}
<dialog class="search" aria-label="Search">
  <form method="dialog"><input type="search" placeholder="A verb, an option, an error, a word" aria-label="Search for" autocomplete="off" spellcheck="false"><button aria-label="Close, Esc">Esc</button></form>
  <ol aria-live="polite"></ol>
</dialog>
<script type="module" src="${to("assets/shell.js")}"></script>
${scripts.map((file) => `<script type="module" src="${to(`assets/${file}`)}"></script>`).join("\n")}
</body>
</html>
`;
}

function framed({ path, body, outline, menu, wide, to }) {
  const entry = (page) =>
    `<li><a href="${to(`${page.path}.html`)}"${`${page.path}.html` === path ? ' aria-current="page"' : ""}>${escapeHtml(page.name)}</a></li>`;
  const groups = menu.map(({ title, pages }) => `<h2>${title}</h2><ul>${pages.map(entry).join("")}</ul>`).join("");
  // overloads have the same heading again and again: the first is enough
  const parts = outline.filter(({ level, words }, at) => level === 2 && outline.findIndex((one) => one.words === words) === at);
  return `<div class="frame${wide ? " wide" : ""}">
<details class="menu-fold"><summary>All pages</summary><nav aria-label="All pages, folded">${groups}</nav></details>
<nav class="menu" aria-label="Pages">${groups}</nav>
<main id="content" class="prose">${body}</main>
${parts.length > 1 ? `<nav class="outline" aria-label="On this page"><h2>On this page</h2><ul>${parts.map(({ id, words }) => `<li><a href="#${id}">${escapeHtml(words)}</a></li>`).join("")}</ul></nav>` : "<div></div>"}
</div>`;
}

function footer(to) {
  return `<footer class="foot"><p><a href="${to("contents.html")}">All pages</a> <a href="${to("changelog.html")}">Changes</a> <a href="${to("contributing.html")}">Contributing</a> <a href="${to("security.html")}">Security</a></p><p>MIT licence. No tracking, no request to another server: this site works offline.</p></footer>`;
}
