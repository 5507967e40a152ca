import ts from "typescript";

const isName = (property) =>
  ts.isSpreadAssignment(property) || (ts.isPropertyAssignment(property) && property.initializer.kind === ts.SyntaxKind.TrueKeyword);

const isRead = ({ parent }) => ts.isCallExpression(parent) && parent.expression.getText() === "readOptions";

const isNamed = ({ parent }) => ts.isVariableDeclaration(ts.isAsExpression(parent) ? parent.parent : parent);

/** Whether a node is an object of names of options, each with `true` beside it: only the names are read, and the types refuse another value. */
export const isOptionNames = (node) =>
  ts.isObjectLiteralExpression(node) && node.properties.every(isName) && (isRead(node) || isNamed(node));
