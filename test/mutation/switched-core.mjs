import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { compileCore } from "./compile.mjs";
import { SWITCHES, switchesText, switchNames } from "./core-switch.mjs";
import { parse } from "./mutants.mjs";
import { switched } from "./switches.mjs";

const INDEX = "assembly/index.ts";

const idsIn = (text) => [...text.matchAll(/\bon(\d+)\(\)/g)].map(([, id]) => Number(id));

/** The mutants whose switches stand in the innermost piece of code around a place that has any. */
const switchesAround = (file, text, at) => {
  let found = [];
  const visit = (node) => {
    const ids = node.pos <= at && at < node.end ? idsIn(node.getText()) : [];
    if (ids.length === 0) return;
    found = ids;
    ts.forEachChild(node, visit);
  };
  visit(parse(file, text));
  return found;
};

const withImport = (file, text, mutants) => {
  const from = relative(dirname(file), SWITCHES.replace(".ts", ""));
  const names = mutants.map(({ id }) => `on${id}`).join(", ");
  // behind the text, so that places stay what they are
  return `${text}\nimport { ${names} } from "${from.startsWith(".") ? from : `./${from}`}";\n`;
};

/** The texts of the files with mutants behind switches, by their paths. */
const switchedTexts = (root, mutants) =>
  new Map(
    [...new Set(mutants.map(({ file }) => file))].map((file) => {
      const own = mutants.filter((mutant) => mutant.file === file);
      return [
        file,
        withImport(
          file,
          switched(readFileSync(join(root, file), "utf8"), own, ({ id }) => `on${id}()`),
          own,
        ),
      ];
    }),
  );

/** A mutant behind a wider switch, or none where there is no wider one. */
const widened = (mutant) => (mutant.wholes.length > 1 ? [{ ...mutant, wholes: mutant.wholes.slice(1) }] : []);

/**
 * Writes mutants behind switches into a copy of the tree, and compiles its core. Resolves to those that are in it.
 *
 * What stands in no function is not. Where the compiler wants a constant, the switch is around the call that has it; where that does not help the mutant is left out.
 */
export const compileSwitched = async (root, tree, mutants) => {
  const write = (file, text) => writeFileSync(join(tree, file), text);
  let inside = mutants.filter(({ inFunction }) => inFunction);
  while (true) {
    const texts = switchedTexts(root, inside);
    for (const file of new Set(mutants.map((mutant) => mutant.file))) write(file, texts.get(file) ?? readFileSync(join(root, file)));
    write(SWITCHES, switchesText(inside));
    const index = texts.get(INDEX) ?? readFileSync(join(root, INDEX), "utf8");
    write(INDEX, `${index}\nexport { ${switchNames(inside).join(", ")} } from "./switches";\n`);
    const complaints = await compileCore(root, tree);
    if (complaints.length === 0) return inside;
    const elsewhere = complaints.find(({ file }) => !texts.has(file));
    if (elsewhere) throw new Error(`the compiler complains of ${elsewhere.file}, which has no switches`);
    const refused = complaints.flatMap(({ file, at }) => switchesAround(file, texts.get(file), at));
    inside = inside.flatMap((mutant) => (refused.includes(mutant.id) ? widened(mutant) : [mutant]));
  }
};
