/** A sentence of a page, with the line on which its paragraph begins. A semicolon ends one; what stands in brackets is not counted. */
export function sentencesOf(markdown) {
  return paragraphsOf(markdown).flatMap(({ line, text }) =>
    text
      .replace(/\([^()]*\)/g, "")
      .split(/(?<=;)\s+|(?<=[.!?:])\s+(?=[\p{Lu}\p{Script=Greek}`"“(])/u)
      .map((sentence) => ({ line, sentence, words: sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length }))
      .filter(({ words }) => words > 0),
  );
}

/** Paragraphs and items of lists, without code, tables, headings and addresses. */
function paragraphsOf(markdown) {
  const found = [];
  let fenced = false;
  let current = null;
  const end = () => {
    if (current) found.push(current);
    current = null;
  };
  markdown.split("\n").forEach((raw, at) => {
    if (/^\s*```/.test(raw)) fenced = !fenced;
    if (fenced || /^\s*(```|\||#|>|<|!\[)/.test(raw) || /^ {4}/.test(raw) || raw.trim() === "") {
      end();
      return;
    }
    if (/^\s*([-*]|\d+\.)\s/.test(raw)) end();
    const text = raw.trim().replace(/^([-*]|\d+\.)\s+/, "");
    if (current) current.text += ` ${text}`;
    else current = { line: at + 1, text };
  });
  end();
  return found.map(({ line, text }) => ({ line, text: plain(text) }));
}

/** A piece of code counts as one word, a link as its words. */
function plain(text) {
  return text
    .replace(/`[^`]*`/g, "`code`")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\*\*|__/g, "");
}
