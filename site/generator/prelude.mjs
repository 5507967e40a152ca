// The data that examples share: what the copy button puts above an example that uses them without saying what they are.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

const LINES = /^const X = [\s\S]*?(?=^```$)/m
  .exec(readFileSync(join(ROOT, "docs/index.md"), "utf8"))[0]
  .trim()
  .split("\n");

/** The lines of docs/index.md that a piece of JavaScript needs, in their order; "" where it has its own. */
export function preludeOf(code, language) {
  if (!/^(js|ts)$/.test(language)) return "";
  const uses = (name, text) => new RegExp(`(?<![\\w.'"\`])${name}(?![\\w'"\`:]|\\s*:)`).test(text);
  const defines = (name) =>
    new RegExp(
      `\\b(const|let|var)\\s+(\\[[^=]*\\b)?${name}\\b|\\(([^()]*,\\s*)?${name}\\b[^()]*\\)\\s*=>|\\{[^}=]*\\b${name}\\b[^}=]*\\} =`,
    ).test(code);
  const plain = code.replace(/\/\/.*$/gm, "").replace(/"[^"\n]*"/g, '""');
  const needed = ["Z", "Y", "y"].filter((name) => uses(name, plain) && !defines(name));
  const hasX = defines("X");
  if (!hasX && (uses("X", plain) || needed.some((name) => name !== "Z"))) needed.push("X");
  return LINES.filter((line) => needed.some((name) => line.startsWith(`const ${name} `))).join("\n");
}
