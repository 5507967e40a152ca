import { mercerError } from "../../errors";
import { encodeModel, type Node, type Port, type Tensor, type TypeName } from "./messages";

/** The name of what a node gives, or of a constant. */
export type Value = string;

export type Precision = "float32" | "float64";

/** From here on a number rounds to infinity in float32. */
const BEYOND_FLOAT32 = 2 ** 128 - 2 ** 103;

/** Bytes of a constant that is compared with others. */
const LONGEST_COMPARED = 256;

/** A graph in the making: a node or a small constant that is there already is not made again. */
export class Builder {
  readonly #nodes = new Map<string, Node>();
  readonly #tensors = new Map<string, Tensor>();
  readonly #inputs: Port[] = [];
  readonly #outputs: Port[] = [];
  readonly #type: "float" | "double";

  constructor(precision: Precision) {
    this.#type = precision === "float32" ? "float" : "double";
  }

  /** The number that each call may choose of: one of rows. */
  input(name: string, cols: number): Value {
    this.#inputs.push({ name, type: this.#type, shape: ["rows", cols] });
    return name;
  }

  output(name: string, value: Value, cols: number | null, type: TypeName = this.#type): void {
    const key = JSON.stringify(["output", name]);
    this.#nodes.set(key, { op: "Identity", inputs: [value], output: name, attributes: {} });
    this.#outputs.push({ name, type, shape: cols === null ? ["rows"] : ["rows", cols] });
  }

  node(op: string, inputs: readonly Value[], attributes: Node["attributes"] = {}): Value {
    const key = JSON.stringify([op, inputs, attributes]);
    const known = this.#nodes.get(key);
    if (known) return known.output;
    const output = `v${this.#nodes.size}`;
    this.#nodes.set(key, { op, inputs, output, attributes });
    return output;
  }

  /** Numbers of this shape, rounded where the graph is of float32. @throws "not-finite" for one that float32 does not have */
  numbers(data: Float64Array, shape: readonly number[]): Value {
    if (this.#type === "double") return this.#tensor("double", shape, bytesOf(data));
    const beyond = data.find((value) => Math.abs(value) >= BEYOND_FLOAT32);
    if (beyond !== undefined) {
      throw mercerError("not-finite", `the model has the number ${beyond}, which float32 does not; use the precision "float64"`, {
        value: beyond,
      });
    }
    return this.#tensor("float", shape, bytesOf(Float32Array.from(data)));
  }

  number(value: number): Value {
    return this.numbers(Float64Array.of(value), []);
  }

  /** A NaN, which no model has and only a test of signs gives. */
  notANumber(): Value {
    return this.numbers(Float64Array.of(Number.NaN), []);
  }

  integers(values: readonly number[], shape: readonly number[] = [values.length]): Value {
    return this.#tensor("int64", shape, bytesOf(BigInt64Array.from(values, BigInt)));
  }

  flags(values: readonly boolean[]): Value {
    return this.#tensor("bool", [values.length], Uint8Array.from(values, Number));
  }

  doubles(values: readonly number[]): Value {
    return this.#tensor("double", [values.length], bytesOf(Float64Array.from(values)));
  }

  words(values: readonly string[]): Value {
    return this.#tensor("string", [values.length], values);
  }

  #tensor(type: TypeName, shape: readonly number[], data: Tensor["data"]): Value {
    const isShort = data.length <= LONGEST_COMPARED;
    const key = isShort ? JSON.stringify([type, shape, data instanceof Uint8Array ? String(data) : data]) : String(this.#tensors.size);
    const name = this.#tensors.get(key)?.name ?? `c${this.#tensors.size}`;
    this.#tensors.set(key, { name, type, shape, data });
    return name;
  }

  encode(): Uint8Array {
    const used = new Set([...this.#nodes.values()].flatMap(({ inputs }) => inputs));
    return encodeModel({
      nodes: [...this.#nodes.values()],
      tensors: [...this.#tensors.values()].filter(({ name }) => used.has(name)),
      inputs: this.#inputs,
      outputs: this.#outputs,
    });
  }

  // The operators of arithmetic, by what they do

  add = (a: Value, b: Value): Value => this.node("Add", [a, b]);
  subtract = (a: Value, b: Value): Value => this.node("Sub", [a, b]);
  multiply = (a: Value, b: Value): Value => this.node("Mul", [a, b]);
  divide = (a: Value, b: Value): Value => this.node("Div", [a, b]);
  exp = (a: Value): Value => this.node("Exp", [a]);
  root = (a: Value): Value => this.node("Sqrt", [a]);
  negative = (a: Value): Value => this.node("Neg", [a]);
  where = (condition: Value, a: Value, b: Value): Value => this.node("Where", [condition, a, b]);
  product = (a: Value, b: Value): Value => this.node("MatMul", [a, b]);

  times(a: Value, factor: number): Value {
    return factor === 1 ? a : this.multiply(a, this.number(factor));
  }

  /**
   * The product with constants, or the quotient, next to a MatMul. Runtimes fuse that with a single factor, which onnxruntime then keeps in float32; it does not see through
   * −(−a·b), which is the same.
   */
  scaled(op: "Mul" | "Div", a: Value, by: Float64Array): Value {
    const isLossless = this.#type === "float" || by.length > 1 || Float32Array.from(by)[0] === by[0];
    const factors = this.numbers(by, [by.length]);
    return isLossless ? this.node(op, [a, factors]) : this.negative(this.node(op, [this.negative(a), factors]));
  }

  plus(a: Value, term: number): Value {
    return term === 0 ? a : this.add(a, this.number(term));
  }

  square(a: Value): Value {
    return this.multiply(a, a);
  }

  /** xᵖ for a whole p from 1. */
  power(a: Value, p: number): Value {
    return p === 1 ? a : this.node("Pow", [a, this.number(p)]);
  }

  /** Over the last axis, which is gone. */
  sum(a: Value): Value {
    return this.node("ReduceSum", [a, this.integers([-1])], { keepdims: 0 });
  }

  /** Along a new axis. */
  along(a: Value, axis: number): Value {
    return this.node("Unsqueeze", [a, this.integers([axis])]);
  }

  /** Some columns, or one, which is no axis any more. */
  columns(a: Value, columns: readonly number[] | number): Value {
    const indices = typeof columns === "number" ? this.integers([columns], []) : this.integers(columns);
    return this.node("Gather", [a, indices], { axis: -1 });
  }

  /** One number in as many rows as `like` has, and columns where they are given. */
  filled(value: number, like: Value, cols: number | null): Value {
    const rows = this.node("Shape", [like], { start: 0, end: 1 });
    const shape = cols === null ? rows : this.node("Concat", [rows, this.integers([cols])], { axis: 0 });
    return this.node("Expand", [this.number(value), shape]);
  }

  /** a/b, 0 where b is. */
  quotient(a: Value, b: Value): Value {
    const isZero = this.node("Equal", [b, this.number(0)]);
    return this.where(isZero, this.number(0), this.divide(a, this.where(isZero, this.number(1), b)));
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
