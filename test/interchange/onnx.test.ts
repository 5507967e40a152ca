import { PbfReader } from "pbf";
import { describe, expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import { add, fit, kernelClassifier, kernelRidge, leastSquares, linear, rbf } from "../../src/entries/index";
import { toOnnx } from "../../src/entries/interchange";
import { expectError } from "../support/errors";
import { COMPOSITES, NON_NEGATIVE_KERNELS, VECTOR_KERNELS, WHITE_KERNELS } from "../support/kernels";

/** Numbers and values of graphs are held against onnxruntime by `npm run test:interchange`; here is their form. */

/** Operators that onnxruntime has for float64 in opset 17: Identity and the like for every type. */
const OPERATORS = new Set(
  "Abs Add ArgMax Cast Concat Div Equal Exp Expand Floor Gather Greater Identity Less MatMul Max Min Mul Neg Pow ReduceMax ReduceSum Shape Sin Sqrt Sub Tanh Transpose Unsqueeze Where".split(
    " ",
  ),
);
const ELEMENT = { 1: "float", 7: "int64", 8: "string", 9: "bool", 11: "double" } as Readonly<Record<number, string>>;

interface Message {
  readonly [field: number]: readonly (number | Uint8Array)[];
}

/** The fields of a message by their numbers. */
function messageOf(bytes: Uint8Array): Message {
  return new PbfReader(bytes).readFields<Record<number, (number | Uint8Array)[]>>((tag, fields, pbf) => {
    fields[tag] ??= [];
    fields[tag].push(pbf.type === 2 ? pbf.readBytes() : pbf.readVarint(true));
  }, {});
}

const inner = (message: Message, tag: number): Message[] => (message[tag] ?? []).map((bytes) => messageOf(bytes as Uint8Array));
const text = (bytes: unknown): string => new TextDecoder().decode(bytes as Uint8Array);

/** Name, type and shape of an input or output. */
function portOf(port: Message): string {
  const [tensor] = inner(inner(port, 2)[0] as Message, 1) as [Message];
  const shape = inner(inner(tensor, 2)[0] as Message, 1).map((side) => side[1]?.[0] ?? text(side[2]?.[0]));
  return `${text(port[1]?.[0])}: ${ELEMENT[tensor[1]?.[0] as number]} ${shape.join(" × ")}`;
}

function graphOf(bytes: Uint8Array) {
  const model = messageOf(bytes);
  const [graph] = inner(model, 7) as [Message];
  return {
    irVersion: model[1]?.[0],
    opset: inner(model, 8).map((set) => set[2]?.[0]),
    nodes: inner(graph, 1).map((node) => ({
      op: text(node[4]?.[0]),
      inputs: (node[1] ?? []).map(text),
      outputs: (node[2] ?? []).map(text),
    })),
    tensors: inner(graph, 5).map((tensor) => ({ name: text(tensor[8]?.[0]), type: ELEMENT[tensor[2]?.[0] as number] })),
    inputs: inner(graph, 11).map(portOf),
    outputs: inner(graph, 12).map(portOf),
  };
}

const X = [
  [1, 2, 0.5],
  [2, 1, 0],
  [0.5, 0.25, 3],
  [0, 3, 1],
];
const y = [1, 2, 3, 1];
const KERNELS = [...VECTOR_KERNELS, ...NON_NEGATIVE_KERNELS, ...COMPOSITES, ...WHITE_KERNELS];
const modelOf = (kernel: mercer.Kernel): mercer.Model => ({
  ...fit(kernelRidge({ kernel: linear(), lambda: 1 }), X, y),
  kernel,
});

describe("toOnnx", () => {
  it.each(KERNELS.filter(({ json }) => json))("writes a graph of known operators, every value after its makers: $name", ({ kernel }) => {
    const { nodes, tensors, irVersion, opset, inputs, outputs } = graphOf(toOnnx(modelOf(kernel(3))));
    expect([irVersion, opset]).toEqual([8, [17]]);
    expect(inputs).toEqual(["Z: double rows × 3"]);
    expect(outputs).toEqual(["prediction: double rows"]);
    const made = new Set(["Z", ...tensors.map(({ name }) => name)]);
    for (const { op, inputs: from, outputs: to } of nodes) {
      expect(OPERATORS).toContain(op);
      expect(from.filter((name) => !made.has(name))).toEqual([]);
      for (const name of to) {
        expect(made).not.toContain(name);
        made.add(name);
      }
    }
    expect(made).toContain("prediction");
    const used = new Set(nodes.flatMap(({ inputs: from }) => from));
    expect(tensors.filter(({ name }) => !used.has(name))).toEqual([]);
  });

  it.each(KERNELS.filter(({ json }) => !json))("refuses a function of the caller's by its kind: $name", ({ kernel }) => {
    const { kind } = expectError("kernel", () => toOnnx(modelOf(kernel(3))));
    expect(["custom", "fromFeatures", "mapped", "multiplier"]).toContain(kind);
  });

  it("has the outputs of a classifier, with labels of their own type", () => {
    const outputs = (labels: readonly mercer.Label[], loss: "logistic" | "hinge"): string[] =>
      graphOf(toOnnx(fit(kernelClassifier({ kernel: rbf(), loss }), X, labels as readonly string[]))).outputs;
    expect(outputs(["a", "b", "a", "b"], "hinge")).toEqual(["decision: double rows", "label: string rows"]);
    expect(outputs([1, 2, 3, 1], "logistic")).toEqual(["decision: double rows × 3", "label: int64 rows", "probabilities: double rows × 3"]);
    expect(outputs([true, false, true, false], "hinge")[1]).toBe("label: bool rows");
    expect(outputs([0.5, 1, 1, 0.5], "hinge")[1]).toBe("label: double rows");
  });

  it("is of float32 throughout where it is asked to be, and refuses what float32 does not have", () => {
    const model = fit(kernelRidge({ kernel: rbf(), standardize: true }), X, y);
    const { inputs, outputs, tensors } = graphOf(toOnnx(model, { precision: "float32" }));
    expect([...inputs, ...outputs]).toEqual(["Z: float rows × 3", "prediction: float rows"]);
    expect(tensors.map(({ type }) => type)).not.toContain("double");
    const large = { ...model, coefficients: Float64Array.of(1e39, 0, 0, 0) };
    expectError("not-finite", () => toOnnx(large, { precision: "float32" }), { value: 1e39 });
    expect(() => toOnnx(large)).not.toThrow();
  });

  it("has the shapes of several targets, and of k(Z, X)", () => {
    expect(graphOf(toOnnx(fit(kernelRidge({ kernel: rbf() }), X, X))).outputs).toEqual(["prediction: double rows × 3"]);
    const K = mercer.gram(rbf(), X);
    expect(graphOf(toOnnx(fit(kernelRidge({ kernel: mercer.precomputed() }), K, y))).inputs).toEqual(["Z: double rows × 4"]);
  });

  it("asks for the columns of features that do not tell, and refuses those that are no monomials", () => {
    const model = fit(leastSquares({ features: mercer.polynomial({ degree: 2 }), lambda: 1 }), X, y);
    expectError("argument", () => toOnnx(model), { argument: "features" });
    expectError("shape", () => toOnnx(model, { features: 2 }));
    expect(graphOf(toOnnx(model, { features: 3 })).inputs).toEqual(["Z: double rows × 3"]);
    const unit = fit(leastSquares({ features: add(linear(), mercer.cosine()), lambda: 1 }), X, y);
    expectError("kernel", () => toOnnx(unit, { features: 3 }), { kind: "cosine" });
  });

  it("writes equal bytes for equal models, and refuses what is no model or no option", () => {
    const model = fit(kernelRidge({ kernel: rbf() }), X, y);
    expect(toOnnx(structuredClone(model))).toEqual(toOnnx(model));
    expectError("argument", () => toOnnx({} as never));
    expectError("argument", () => toOnnx(model, { precision: "float16" as never }), { argument: "precision" });
    expectError("argument", () => toOnnx(model, { opset: 18 } as never));
  });
});
