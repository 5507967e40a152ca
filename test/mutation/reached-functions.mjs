import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { parse } from "./blocks.mjs";

/** Where the marks lie in the copy of the tree. */
const MARKS = "assembly/marks";

/** The functions of a file of the assembly: { name, from, start, end }, the body being between start and end. */
const functionsOf = (file, text) => {
  const found = [];
  const visit = (node) => {
    const body = ts.isFunctionLike(node) && node.body && ts.isBlock(node.body) ? node.body : undefined;
    if (body) found.push({ name: `${file}:${node.getStart()}`, start: body.getStart(), end: body.end });
    ts.forEachChild(node, visit);
  };
  visit(parse(file, text));
  return found;
};

/** The name of the innermost function around a place, or undefined where it is in none. */
export const functionAround = (file, text, place) =>
  functionsOf(file, text)
    .filter(({ start, end }) => start <= place && place < end)
    .at(-1)?.name;

/** Bits in globals of the core, since every test watches its memory; `mark` with a constant becomes one assignment. */
const marksText = (words) => `${Array.from({ length: words }, (_, w) => `export let reached${w}: i64 = 0;`).join("\n")}
// @ts-ignore: decorator
@inline
export function markReached(id: i32): void {
${Array.from({ length: words }, (_, w) => `  if (id >> 6 == ${w}) reached${w} |= (<i64>1) << (<i64>(id & 63));`).join("\n")}
}
`;

/** Marks every function of the assembly of a copy of the tree; resolves to their names by number. */
export const markFunctions = (tree, files) => {
  const names = [];
  for (const file of files) {
    const text = readFileSync(join(tree, file), "utf8");
    let [marked, from] = ["", 0];
    for (const { name, start } of functionsOf(file, text)) {
      marked += `${text.slice(from, start + 1)}markReached(${names.length});`;
      from = start + 1;
      names.push(name);
    }
    if (from === 0) continue;
    const marks = `./${relative(dirname(file), MARKS)}`.replace("./../", "../");
    writeFileSync(join(tree, file), `import { markReached } from "${marks}";\n${marked}${text.slice(from)}`);
  }
  const words = Math.ceil(names.length / 64);
  writeFileSync(join(tree, `${MARKS}.ts`), marksText(words));
  const index = join(tree, "assembly/index.ts");
  const globals = Array.from({ length: words }, (_, w) => `reached${w}`);
  writeFileSync(index, `${readFileSync(index, "utf8")}\nexport { ${globals.join(", ")} } from "./marks";\n`);
  return names;
};
