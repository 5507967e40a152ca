import { createCssVariablesTheme, createHighlighter } from "shiki";

const LANGUAGES = ["js", "ts", "json", "sh", "html", "python", "css"];
const NAMES = {
  mjs: "js",
  javascript: "js",
  typescript: "ts",
  bash: "sh",
  shell: "sh",
  py: "python",
  ...Object.fromEntries(LANGUAGES.map((name) => [name, name])),
};

/** Code in the colours of the page, whichever scheme it is in. */
export async function startHighlighter() {
  const theme = createCssVariablesTheme({ name: "page", variablePrefix: "--code-", fontStyle: true });
  const highlighter = await createHighlighter({ themes: [theme], langs: LANGUAGES });
  return (code, language) => {
    const lang = NAMES[language.trim().split(/\s/)[0]];
    if (!lang) return `<pre class="shiki" tabindex="0"><code>${escapeHtml(code)}</code></pre>`;
    return highlighter.codeToHtml(code.replace(/\n$/, ""), { lang, theme: "page" });
  };
}

export function escapeHtml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
