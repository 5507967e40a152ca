import ts from "typescript";

export const parse = (path, text) => ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);

const isBranch = (node) => {
  const parent = node.parent;
  if (ts.isIfStatement(parent)) return node === parent.thenStatement || node === parent.elseStatement;
  if (ts.isIterationStatement(parent, false)) return node === parent.statement;
  if (ts.isConditionalExpression(parent)) return node === parent.whenTrue || node === parent.whenFalse;
  return ts.isArrowFunction(parent) && node === parent.body;
};

/** Whether a node is a block: a piece of code that runs as a whole or not at all, unless it throws. */
export const isBlock = (node) => ts.isSourceFile(node) || ts.isBlock(node) || ts.isCaseOrDefaultClause(node) || isBranch(node);

/** The name of a block: where it starts. */
const blockName = (node) => `${node.getSourceFile().fileName}:${node.getStart()}`;

/** The name of the innermost block that holds a node, or is it. */
export const blockAround = (node) => (isBlock(node) ? blockName(node) : blockAround(node.parent));

const insertions = (node) => {
  const mark = `globalThis.mercerReached?.add(${JSON.stringify(blockName(node))})`;
  if (ts.isSourceFile(node)) return [[node.end, `;${mark};`]];
  if (ts.isBlock(node)) return [[node.getStart() + 1, `${mark};`]];
  if (ts.isCaseOrDefaultClause(node)) return node.statements.length === 0 ? [] : [[node.statements[0].getStart(), `${mark};`]];
  const [open, close] = ts.isStatement(node) ? [`{${mark};`, "}"] : [`(${mark},`, ")"];
  return [
    [node.getStart(), open],
    [node.end, close],
  ];
};

/** The source with a mark in every block, which notes that the block has been reached. */
export const marked = (path, text) => {
  const found = [];
  const visit = (node) => {
    if (isBlock(node)) found.push(...insertions(node).map(([at, piece], i) => ({ at, piece, closes: i === 1 })));
    ts.forEachChild(node, visit);
  };
  visit(parse(path, text));
  // Outer blocks are found first: at one place they open first, and close last.
  const opens = found.filter((one) => !one.closes);
  const closes = found.filter((one) => one.closes).reverse();
  const ordered = [...closes, ...opens].sort((a, b) => a.at - b.at);
  let result = "";
  let from = 0;
  for (const { at, piece } of ordered) {
    result += text.slice(from, at) + piece;
    from = at;
  }
  return result + text.slice(from);
};
