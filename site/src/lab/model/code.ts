import type { KernelNode } from "./kernel-node";
import { isComposed } from "./kernel-node";
import type { LabState } from "./state";

/** The JavaScript that makes the model that the lab shows. */
export function codeOf(state: LabState): string {
  const kernel = kernelCode(state.kernel);
  const { estimator, name } = estimatorCode(state);
  const names = [
    ...new Set(["fit", state.method === "classifier" ? "classify" : "predict", name, ...namesIn(state.kernel), ...bandNames(state)]),
  ].sort();
  return [
    `import { ${names.join(", ")} } from "mercer";`,
    "",
    `const X = ${pointsCode(state)};`,
    `const y = ${state.method === "classifier" ? labelsCode(state) : numbersCode(state.points.y)};`,
    "",
    `const kernel = ${kernel};`,
    `const model = fit(${estimator}, X, y);`,
    useCode(state),
    "",
  ].join("\n");
}

function bandNames({ method, band }: LabState): readonly string[] {
  if (method === "process") return ["predictDistribution"];
  return method === "ridge" && band === "jackknife+" ? ["predictInterval"] : [];
}

function useCode(state: LabState): string {
  const at = state.points.d === 1 ? "[[0.5]]" : "[[0.5, 0.5]]";
  if (state.method === "process")
    return `const { mean, variance } = predictDistribution(model, ${at});\nconsole.log(mean[0], variance[0], predict(model, ${at})[0]);`;
  if (state.method === "ridge" && state.band === "jackknife+")
    return `const { lower, upper } = predictInterval(${estimatorCode(state).estimator}, X, y, ${at}, { coverage: 0.9 });\nconsole.log(predict(model, ${at})[0], lower[0], upper[0]);`;
  if (state.method === "classifier") return `console.log(classify(model, ${at})[0]);`;
  return `console.log(predict(model, ${at})[0]);`;
}

function estimatorCode(state: LabState): { readonly estimator: string; readonly name: string } {
  const { method, intercept, loss } = state;
  const lambda = numberCode(state.lambda);
  const constant = intercept ? ", intercept: true" : "";
  switch (method) {
    case "ridge":
      return { name: "kernelRidge", estimator: `kernelRidge({ kernel, lambda: ${lambda}${constant} })` };
    case "process":
      return {
        name: "gaussianProcess",
        estimator: `gaussianProcess({ kernel, noise: ${lambda}${intercept ? ', trend: "constant"' : ""} })`,
      };
    case "descent":
      return { name: "kernelDescent", estimator: `kernelDescent({ kernel, iterations: ${state.steps} })` };
    case "vectors":
      return {
        name: "supportVectorRegression",
        estimator: `supportVectorRegression({ kernel, lambda: ${lambda}, epsilon: ${numberCode(state.epsilon)}, intercept: ${intercept} })`,
      };
    case "classifier":
      return { name: "kernelClassifier", estimator: `kernelClassifier({ kernel, lambda: ${lambda}, loss: "${loss}"${constant} })` };
    default:
      return method satisfies never;
  }
}

/** A kernel as a call of its constructors. */
export function kernelCode(node: KernelNode): string {
  const inner = isComposed(node) ? `${node.kind === "sum" ? "add" : "multiply"}(${node.parts.map(kernelCode).join(", ")})` : leafCode(node);
  const seen = node.columns ? `onColumns([${node.columns.join(", ")}], ${inner})` : inner;
  return node.factor === 1 ? seen : `scale(${numberCode(node.factor)}, ${seen})`;
}

function leafCode({ kind, parameters }: KernelNode): string {
  if (kind === "constant") return `constant(${numberCode(parameters.value ?? 1)})`;
  if (kind === "white") return `white(${numberCode(parameters.variance ?? 1)})`;
  const options = Object.entries(parameters).map(([name, value]) => `${name}: ${numberCode(value)}`);
  return options.length === 0 ? `${kind}()` : `${kind}({ ${options.join(", ")} })`;
}

function namesIn(node: KernelNode): string[] {
  const own = node.kind === "sum" ? "add" : node.kind === "product" ? "multiply" : node.kind;
  return [own, ...(node.columns ? ["onColumns"] : []), ...(node.factor === 1 ? [] : ["scale"]), ...node.parts.flatMap(namesIn)];
}

function pointsCode({ points: { d, x } }: LabState): string {
  const rows = Array.from(
    { length: x.length / d },
    (_, i) =>
      `[${x
        .slice(i * d, (i + 1) * d)
        .map(numberCode)
        .join(", ")}]`,
  );
  return wrapped(rows);
}

function numbersCode(values: readonly number[]): string {
  return wrapped(values.map(numberCode));
}

function labelsCode({ points: { y } }: LabState): string {
  return wrapped(y.map((value) => (value > 0 ? '"in"' : '"out"')));
}

function wrapped(items: readonly string[]): string {
  const lines: string[] = [];
  for (let at = 0; at < items.length; at += 8) lines.push(`  ${items.slice(at, at + 8).join(", ")},`);
  return items.length <= 6 ? `[${items.join(", ")}]` : `[\n${lines.join("\n")}\n]`;
}

/** A number with as many digits as anyone can see on a slider. */
export function numberCode(value: number): string {
  return String(Number(value.toPrecision(5)));
}
