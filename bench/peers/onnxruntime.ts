import * as ort from "onnxruntime-web";
import type { Contestant } from "../contest.ts";
import type { Points } from "../data.ts";
import { encodeModel, type Node, type Shape } from "./onnx-model.ts";

ort.env.wasm.numThreads = 1;

type Input = { readonly data: Float64Array; readonly shape: Shape };

/** One session; a run feeds the inputs, which copies them into the runtime, and copies the output back. */
function contestant(nodes: readonly Node[], inputs: Readonly<Record<string, Input>>, output: Shape): Contestant<Float64Array> {
  return {
    implementation: "onnxruntime-web",
    arithmetic: "f64 strict",
    prepare: async () => {
      const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
      const model = encodeModel(nodes, shapes, { result: output });
      const session = await ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
      let kept = new Float64Array();
      return {
        run: async () => {
          const feeds = Object.entries(inputs).map(([name, { data, shape }]) => [name, new ort.Tensor("float64", data, shape)] as const);
          const { result } = await session.run(Object.fromEntries(feeds));
          kept = result.data as Float64Array<ArrayBuffer>;
          return undefined;
        },
        result: () => kept,
        release: () => session.release(),
      };
    },
  };
}

export function product(m: number, n: number, k: number, a: Float64Array, b: Float64Array): Contestant<Float64Array> {
  const node = { op: "MatMul", inputs: ["a", "b"], output: "result" };
  return contestant([node], { a: { data: a, shape: [m, k] }, b: { data: b, shape: [k, n] } }, [m, n]);
}

export function selfProduct(n: number, d: number, x: Float64Array): Contestant<Float64Array> {
  const node = { op: "Gemm", inputs: ["x", "x"], output: "result", attributes: { transB: 1 } };
  return contestant([node], { x: { data: x, shape: [n, d] } }, [n, n]);
}

/** exp(γ(2 x·z − ‖x‖² − ‖z‖²)). */
export function gaussianGram({ n, d, x }: Points, gamma: number): Contestant<Float64Array> {
  const nodes: Node[] = [
    { op: "ReduceSumSquare", inputs: ["x"], output: "norms", attributes: { axes: [1], keepdims: 1 } },
    { op: "Transpose", inputs: ["norms"], output: "normsAcross" },
    { op: "Mul", inputs: ["x", "two"], output: "twice" },
    { op: "Gemm", inputs: ["twice", "x"], output: "products", attributes: { transB: 1 } },
    { op: "Sub", inputs: ["products", "norms"], output: "partial" },
    { op: "Sub", inputs: ["partial", "normsAcross"], output: "distances" },
    { op: "Mul", inputs: ["distances", "gamma"], output: "exponents" },
    { op: "Exp", inputs: ["exponents"], output: "result" },
  ];
  const scalar = (value: number): Input => ({ data: Float64Array.of(value), shape: [1, 1] });
  return contestant(nodes, { x: { data: x, shape: [n, d] }, gamma: scalar(gamma), two: scalar(2) }, [n, n]);
}
