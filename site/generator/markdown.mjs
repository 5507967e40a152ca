// Markdown of the repository to HTML of the site: headings that can be linked to, links between files made links between pages.
import { posix } from "node:path";
import MarkdownIt from "markdown-it";
import { escapeHtml } from "./highlight.mjs";
import { preludeOf } from "./prelude.mjs";
import { slugger } from "./slug.mjs";

/**
 * @param highlight code and its language to HTML
 * @param resolve a path from the root of the repository to one from the root of the site; null for a file that is not there
 */
export function startMarkdown(highlight, resolve) {
  const md = new MarkdownIt({ html: true, linkify: false, typographer: false });
  md.renderer.rules.fence = (tokens, at) => {
    const { content, info } = tokens[at];
    const prelude = preludeOf(content, info);
    const data = prelude ? ` data-prelude="${escapeHtml(prelude)}"` : "";
    return `<div class="code"${data}>${highlight(content, info || "text")}</div>`;
  };
  md.renderer.rules.code_block = (tokens, at) =>
    `<pre class="shiki plain" tabindex="0"><code>${escapeHtml(tokens[at].content)}</code></pre>`;
  md.renderer.rules.table_open = (tokens, at, _options, env) => {
    env.tables = (env.tables ?? 0) + 1;
    const role = tokens[at].meta?.stacks ? ' role="table"' : "";
    return `<div class="table${role ? " stacks" : ""}" role="region" tabindex="0" aria-label="Table ${env.tables}"><table${role}>`;
  };
  md.renderer.rules.table_close = () => "</table></div>";
  return (text, { source, path }) => {
    const slug = slugger();
    const outline = [];
    const tokens = md.parse(text, {});
    let title = "";
    let lead = "";
    tokens.forEach((token, at) => {
      if (token.type === "heading_open") {
        const inline = tokens[at + 1];
        const words = plainText(inline);
        const id = slug(words);
        token.attrSet("id", id);
        const level = Number(token.tag[1]);
        if (level === 1 && title === "") title = words;
        if (level === 2 || level === 3) {
          outline.push({ level, id, words });
          inline.children.push(anchor(id, words));
        }
      }
      if (token.type === "paragraph_open" && lead === "" && title !== "") lead = plainText(tokens[at + 1]);
      if (token.type === "table_open") stack(tokens, at);
      if (token.type === "paragraph_open") frame(token, tokens[at + 1]);
      if (token.type === "inline") for (const child of token.children) rewrite(child, source, path, resolve);
    });
    return {
      html: md.renderer
        .render(tokens, md.options, {})
        .replace(/<th([^>]*)><\/th>/g, (_all, rest) => `<td${rest.replace("columnheader", "cell")}></td>`),
      title,
      lead,
      outline,
      sections: sectionsOf(tokens),
    };
  };
}

/** The longest text of a cell, in letters, that a column of a narrow screen has room for. */
const SHORT = 26;

/** What a table is for a screen reader, told where its parts are laid out as blocks. */
const ROLES = { thead_open: "rowgroup", tbody_open: "rowgroup", tr_open: "row", th_open: "columnheader", td_open: "cell" };

/** A table of sentences, whose rows become lists on a narrow screen: every cell is told the name of its column. */
function stack(tokens, start) {
  const end = tokens.findIndex(({ type }, at) => at > start && type === "table_close");
  const own = tokens.slice(start, end);
  const heads = own.flatMap(({ type }, at) => (type === "th_open" ? own[at + 1] : []));
  const names = heads.map(plainText);
  for (const { children } of heads.filter((_, at) => names[at].length < SHORT / 2))
    for (const child of children) child.content = child.content.replaceAll(" ", "\u00a0");
  const isFigures = own.some((token) => token.type === "th_open" && token.attrGet("style")?.includes("right"));
  if (isFigures || names.length < 2 || !own.some((token) => token.type === "inline" && plainText(token).length > SHORT)) return;
  tokens[start].meta = { stacks: true };
  let column = 0;
  for (const token of own) {
    if (ROLES[token.type]) token.attrSet("role", ROLES[token.type]);
    if (token.type === "tr_open") column = 0;
    if (token.type === "td_open") token.attrSet("data-label", names[column++]);
  }
}

/** A picture that stands alone, which a narrow screen shows in part: it can be scrolled by keyboard. */
function frame(paragraph, { children }) {
  if (children.length !== 1 || children[0].type !== "image") return;
  for (const [name, value] of Object.entries({ class: "picture", role: "region", tabindex: "0", "aria-label": children[0].content }))
    paragraph.attrSet(name, value);
}

function anchor(id, words) {
  return {
    type: "html_inline",
    content: `<a class="anchor" href="#${id}" aria-label="Link to ${escapeHtml(words)}">#</a>`,
    tag: "",
    attrs: null,
    children: null,
    nesting: 0,
  };
}

function plainText({ children }) {
  return children
    .filter(({ type }) => type === "text" || type === "code_inline" || type === "softbreak")
    .map(({ type, content }) => (type === "softbreak" ? " " : content))
    .join("");
}

/** A link or a picture of the repository, as one of the site; what leads elsewhere stays. */
function rewrite(token, source, path, resolve) {
  const name = token.type === "link_open" ? "href" : token.type === "image" ? "src" : null;
  if (name === null) return;
  const value = token.attrGet(name);
  if (token.type === "image") token.attrSet("loading", "lazy");
  if (/^[a-z]+:|^#/i.test(value)) return;
  const [file, hash] = value.split("#");
  const target = resolve(posix.normalize(posix.join(posix.dirname(source), decodeURI(file))));
  if (target === null) throw new Error(`${source}: the link to ${value} leads nowhere`);
  token.attrSet(name, `${relative(path, target)}${hash ? `#${hash}` : ""}`);
}

/** From one page to another, both from the root of the site. */
export function relative(from, to) {
  return posix.relative(posix.dirname(from), to) || posix.basename(to);
}

/** The text under each heading, for the search. */
function sectionsOf(tokens) {
  const sections = [];
  tokens.forEach((token, at) => {
    if (token.type === "heading_open")
      sections.push({ id: token.attrGet("id"), title: plainText(tokens[at + 1]).replace(/#$/, ""), text: "" });
    else if (token.type === "inline" && sections.length > 0 && tokens[at - 1].type !== "heading_open") {
      sections.at(-1).text += ` ${plainText(token)}`;
    }
  });
  return sections;
}
