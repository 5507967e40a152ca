// The reference: a page of Markdown for every export, from the docstrings, by typedoc.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, posix } from "node:path";
import { Application } from "typedoc";
import { typedEntries } from "./entries.mjs";
import { REFERENCE, ROOT, SITE } from "./paths.mjs";

/** The entries that most come for; all others follow, in the order of the manifest. */
const FIRST = ["index", "table", "pool", "predict"];

/** The entries of the package that have types, in the order of the reference. */
export const ENTRIES = [...FIRST, ...typedEntries().filter((name) => !FIRST.includes(name))];

export async function writeReference() {
  rmSync(REFERENCE, { recursive: true, force: true });
  const app = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown"],
    entryPoints: ENTRIES.map((name) => join(ROOT, `src/entries/${name}.ts`)),
    tsconfig: join(SITE, "generator/reference.tsconfig.json"),
    out: REFERENCE,
    readme: "none",
    router: "member",
    excludeExternals: true,
    excludePrivate: true,
    disableSources: true,
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    expandObjects: true,
    parametersFormat: "table",
    interfacePropertiesFormat: "table",
    propertyMembersFormat: "table",
    typeDeclarationFormat: "table",
    enumMembersFormat: "table",
    sanitizeComments: true,
    entryFileName: "index",
    expandParameters: true,
    pageTitleTemplates: {
      project: () => "Reference",
      module: ({ name }) => (name === "index" ? "mercer" : `mercer/${name}`),
      member: ({ name }) => name,
    },
    name: "Reference",
    logLevel: "Error",
    skipErrorChecking: true,
  });
  const project = await app.convert();
  if (!project) throw new Error("typedoc found nothing");
  await app.generateOutputs(project);
  return referencePages();
}

/** What is written: the same pages as other Markdown, on the site below reference/. */
export function referencePages() {
  const pages = readdirSync(REFERENCE, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && name !== "index.md")
    .sort()
    .map((name) => ({ source: `reference/${name}`, path: `reference/${name.replace(/\.md$/, "")}`, text: withImport(name) }));
  return [...pages, { source: "reference/index.md", path: "reference/index", text: contentsOf(pages) }];
}

/** The name as it is imported. */
function entryName(entry) {
  return entry === "index" ? "mercer" : `mercer/${entry}`;
}

/** The page of a function or a type, with the line that imports it. */
function withImport(name) {
  const text = readFileSync(join(REFERENCE, name), "utf8");
  const [entry, kind, file] = name.split("/");
  if (file === undefined) return text.replace(/^# .*$/m, `# ${entryName(entry)}`);
  const exported = file.replace(/\.md$/, "");
  const word = kind === "functions" ? "" : "type ";
  return text.replace(/^# .*$/m, `# ${exported}\n\n\`\`\`ts\nimport { ${word}${exported} } from "${entryName(entry)}";\n\`\`\``);
}

/** Every entry with its functions, a sentence each, and its types. */
function contentsOf(pages) {
  const sections = ENTRIES.map((entry) => {
    const own = pages.filter(({ source }) => source.startsWith(`reference/${entry}/`));
    const functions = own.filter(({ source }) => source.includes("/functions/"));
    const types = own.filter(({ source }) => /\/(interfaces|type-aliases)\//.test(source));
    const link = ({ source }) => `[${posix.basename(source, ".md")}](${source.slice("reference/".length)})`;
    const rows = functions.map((page) => `| ${link(page)} | ${firstSentence(page.text)} |`).join("\n");
    const others = types.length > 0 ? `\n\nTypes: ${types.map(link).join(", ")}.` : "";
    return `## [${entryName(entry)}](${entry}/index.md)\n\n| function | what it gives |\n| --- | --- |\n${rows}${others}`;
  });
  return `# Reference\n\nEvery export, from the docstrings of the source: signature, options, errors, an example that runs. The same text is in the hover of your editor.\n\n${sections.join("\n\n")}\n`;
}

/** The first sentence after the signature. */
function firstSentence(text) {
  const paragraphs = text.split(/\n{2,}/).filter((one) => !/^(#|```|\||\s*$| {3})/.test(one) && !one.includes("```"));
  const words = (paragraphs[0] ?? "").replaceAll("\n", " ").replaceAll("|", "\\|");
  return /^.*?[.:](?=\s|$)/.exec(words)?.[0].replace(/:$/, ".") ?? words;
}
