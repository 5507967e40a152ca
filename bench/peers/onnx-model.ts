/** A ModelProto of ONNX, encoded by hand: protobuf fields are tag, then varint (wire type 0) or length and bytes (wire type 2). */
type Bytes = readonly number[];

const FLOAT64 = 11;
const IR_VERSION = 8;
const OPSET = 13;
const INT = 2;
const INTS = 7;

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

export type Shape = readonly [number, number];

/** The graph of the nodes in order; every tensor is a matrix of float64. */
export function encodeModel(
  nodes: readonly Node[],
  inputs: Readonly<Record<string, Shape>>,
  outputs: Readonly<Record<string, Shape>>,
): Uint8Array {
  const graph = [
    ...nodes.flatMap((node) => message(1, encodeNode(node))),
    ...text(2, "graph"),
    ...Object.entries(inputs).flatMap(([name, shape]) => message(11, encodeTensor(name, shape))),
    ...Object.entries(outputs).flatMap(([name, shape]) => message(12, encodeTensor(name, shape))),
  ];
  return Uint8Array.from([...integer(1, IR_VERSION), ...message(7, graph), ...message(8, integer(2, OPSET))]);
}

function encodeNode({ op, inputs, output, attributes = {} }: Node): Bytes {
  const encoded = Object.entries(attributes).flatMap(([name, value]) => message(5, encodeAttribute(name, value)));
  return [...inputs.flatMap((name) => text(1, name)), ...text(2, output), ...text(4, op), ...encoded];
}

function encodeAttribute(name: string, value: number | readonly number[]): Bytes {
  if (typeof value === "number") return [...text(1, name), ...integer(3, value), ...integer(20, INT)];
  return [...text(1, name), ...value.flatMap((element) => integer(8, element)), ...integer(20, INTS)];
}

function encodeTensor(name: string, shape: Shape): Bytes {
  const dimensions = shape.flatMap((size) => message(1, integer(1, size)));
  return [...text(1, name), ...message(2, message(1, [...integer(1, FLOAT64), ...message(2, dimensions)]))];
}

function integer(field: number, value: number): Bytes {
  return [...varint(field << 3), ...varint(value)];
}

function text(field: number, value: string): Bytes {
  return message(field, [...Buffer.from(value)]);
}

function message(field: number, bytes: Bytes): Bytes {
  return [...varint((field << 3) | 2), ...varint(bytes.length), ...bytes];
}

function varint(value: number): Bytes {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
