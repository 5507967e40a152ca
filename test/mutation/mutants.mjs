import ts from "typescript";
import { isOptionNames } from "./option-names.mjs";

/** The syntax tree of a file. */
export const parse = (path, text) => ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);

const K = ts.SyntaxKind;

/** Operators, and what a slip of the pen makes of them. */
const slips = new Map([
  [K.LessThanToken, ["<=", ">="]],
  [K.LessThanEqualsToken, ["<", ">"]],
  [K.GreaterThanToken, [">=", "<="]],
  [K.GreaterThanEqualsToken, [">", "<"]],
  [K.EqualsEqualsEqualsToken, ["!=="]],
  [K.ExclamationEqualsEqualsToken, ["==="]],
  [K.PlusToken, ["-"]],
  [K.MinusToken, ["+"]],
  [K.AsteriskToken, ["/"]],
  [K.SlashToken, ["*"]],
  [K.AsteriskAsteriskToken, ["*"]],
  [K.PercentToken, ["*"]],
  [K.PlusEqualsToken, ["-="]],
  [K.MinusEqualsToken, ["+="]],
  [K.AsteriskEqualsToken, ["/="]],
  [K.SlashEqualsToken, ["*="]],
  [K.AmpersandAmpersandToken, ["||"]],
  [K.BarBarToken, ["&&"]],
  [K.QuestionQuestionToken, ["&&"]],
]);

const namesake = { min: "max", max: "min", floor: "ceil", ceil: "floor", every: "some", some: "every" };

/** Those of the assembly, where the smallest and the largest are functions of no object, and lanes have no operators. */
const ofAssembly = { ...namesake, add: "sub", sub: "add", mul: "div", div: "mul" };

const isText = (node) =>
  ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || (ts.isBinaryExpression(node) && isText(node.left));

const isQuestion = (node) => ts.isBinaryExpression(node) && node.operatorToken.kind === K.QuestionQuestionToken;

const ofBinary = (node) => {
  // `??` and `&&` do not mix
  if (isQuestion(node) && [node.left, node.parent].some(isQuestion)) return [];
  if (node.operatorToken.kind === K.PlusToken && (isText(node.left) || isText(node.right))) return [];
  return (slips.get(node.operatorToken.kind) ?? []).map((operator) => [node.operatorToken, operator]);
};

const ofNumber = (node) => {
  const value = Number(node.text.replaceAll("_", ""));
  if (!Number.isInteger(value) || Math.abs(value) > 1e6) return [[node, String(value * 10)]];
  return value === 0 ? [[node, "1"]] : [value + 1, value - 1].map((other) => [node, String(other)]);
};

const ofPrefix = (node) => {
  const operators = [K.ExclamationToken, K.MinusToken];
  return operators.includes(node.operator) ? [[node, `(${node.operand.getText()})`]] : [];
};

const ofCondition = (condition) => ["true", "false"].filter((value) => value !== condition.getText()).map((value) => [condition, value]);

const ofCall = ({ expression }) => {
  const names = expression.getSourceFile().fileName.startsWith("assembly/") ? ofAssembly : namesake;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  const other = ts.isIdentifier(name) && (name !== expression || names === ofAssembly) ? names[name.text] : undefined;
  return other === undefined ? [] : [[name, other]];
};

const isAssignment = (node) =>
  ts.isBinaryExpression(node) && node.operatorToken.kind >= K.FirstAssignment && node.operatorToken.kind <= K.LastAssignment;

const isAct = (node) =>
  ts.isThrowStatement(node) || (ts.isExpressionStatement(node) && (ts.isCallExpression(node.expression) || isAssignment(node.expression)));

/** The changes of one node: the node that is replaced, and the text that replaces it. */
const changes = (node) => {
  if (ts.isBinaryExpression(node)) return ofBinary(node);
  if (ts.isNumericLiteral(node)) return ofNumber(node);
  if (ts.isPrefixUnaryExpression(node)) return ofPrefix(node);
  if (ts.isIfStatement(node)) return ofCondition(node.expression);
  if (ts.isConditionalExpression(node)) return ofCondition(node.condition);
  if (ts.isWhileStatement(node)) return [[node.expression, "false"]];
  if (ts.isCallExpression(node)) return ofCall(node);
  if (node.kind === K.TrueKeyword) return [[node, "false"]];
  if (node.kind === K.FalseKeyword) return [[node, "true"]];
  return isAct(node) ? [[node, ";"]] : [];
};

/** The innermost expression or statement that a change of a part of it, an operator or the name of what is called, changes. */
const wholeOf = (target) => {
  const { parent } = target;
  if (ts.isBinaryExpression(parent) && parent.operatorToken === target) return parent;
  const called = ts.isPropertyAccessExpression(parent) && parent.name === target ? parent : target;
  return ts.isIdentifier(target) && ts.isCallExpression(called.parent) && called.parent.expression === called ? called.parent : target;
};

const callsAround = ({ parent }) => {
  if (!ts.isExpression(parent)) return [];
  return ts.isCallExpression(parent) ? [parent, ...callsAround(parent)] : callsAround(parent);
};

const wholesOf = (target) => {
  const innermost = wholeOf(target);
  return [innermost, ...callsAround(innermost)].map((node) => ({
    start: node.getStart(),
    end: node.end,
    isStatement: ts.isStatement(node),
  }));
};

/** Types and names do not run. The step of a loop is left alone: most of its changes never end. */
const isLeftAlone = (node) =>
  (ts.isNumericLiteral(node) && node.parent.name === node) ||
  isOptionNames(node) ||
  ts.isTypeNode(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node) ||
  (ts.isForStatement(node.parent ?? node) && node === node.parent.incrementor);

const isInFunction = (node) => ts.findAncestor(node, (each) => ts.isBlock(each) && ts.isFunctionLike(each.parent)) !== undefined;

const oneLine = (text) => text.replace(/\s+/g, " ").slice(0, 80);

const describe = (source, node, text) => {
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  const code = source.text.split("\n")[line].trim();
  return { line: line + 1, code, change: `\`${oneLine(node.getText())}\` → \`${text}\`` };
};

/**
 * All mutants of a file: { file, start, end, text, wholes, inFunction, line, code, change }, where the characters from start to end become text. `wholes` are the
 * innermost expression or statement around them, and the calls around that, from inside to outside: { start, end, isStatement }[].
 *
 * The types are not checked. So no mutant returns null or another string: the compiler finds these, and tests need not.
 */
export const mutantsOf = (file, sourceText) => {
  const source = parse(file, sourceText);
  const found = [];
  const visit = (node) => {
    if (isLeftAlone(node)) return;
    for (const [target, text] of changes(node)) {
      const place = { file, start: target.getStart(), end: target.end, text };
      found.push({ ...place, wholes: wholesOf(target), inFunction: isInFunction(target), ...describe(source, target, text) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};
