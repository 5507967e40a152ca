import { PbfWriter } from "pbf";

/**
 * The messages of ONNX that a graph takes, by the numbers of their fields.
 *
 * Source: onnx.proto of ONNX 1.12 (IR version 8).
 */
export const TYPES = { float: 1, int64: 7, string: 8, bool: 9, double: 11 } as const;

export type TypeName = keyof typeof TYPES;

export interface Tensor {
  readonly name: string;
  readonly type: TypeName;
  readonly shape: readonly number[];
  /** Little-endian, or words for strings. */
  readonly data: Uint8Array | readonly string[];
}

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Whole numbers, or lists of them. */
  readonly attributes: Readonly<Record<string, number | readonly number[]>>;
}

/** An input or output; a side by its name is one that each call may choose. */
export interface Port {
  readonly name: string;
  readonly type: TypeName;
  readonly shape: readonly (number | string)[];
}

export interface Graph {
  readonly nodes: readonly Node[];
  readonly tensors: readonly Tensor[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

const IR_VERSION = 8;
/** Operators are those of this version of the standard. */
export const OPSET = 17;

/** ModelProto */
export function encodeModel(graph: Graph): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, "mercer");
  pbf.writeMessage(7, writeGraph, graph);
  pbf.writeMessage(8, (version: number, to) => to.writeVarintField(2, version), OPSET);
  return pbf.finish();
}

function writeGraph({ nodes, tensors, inputs, outputs }: Graph, to: PbfWriter): void {
  for (const node of nodes) to.writeMessage(1, writeNode, node);
  to.writeStringField(2, "model");
  for (const tensor of tensors) to.writeMessage(5, writeTensor, tensor);
  for (const port of inputs) to.writeMessage(11, writePort, port);
  for (const port of outputs) to.writeMessage(12, writePort, port);
}

function writeNode({ op, inputs, output, attributes }: Node, to: PbfWriter): void {
  for (const input of inputs) to.writeStringField(1, input);
  to.writeStringField(2, output);
  to.writeStringField(4, op);
  for (const attribute of Object.entries(attributes)) to.writeMessage(5, writeAttribute, attribute);
}

/** A whole number is of type 2, a list of them of type 7. */
function writeAttribute([name, value]: readonly [string, number | readonly number[]], to: PbfWriter): void {
  to.writeStringField(1, name);
  if (typeof value === "number") to.writeVarintField(3, value);
  else for (const entry of value) to.writeVarintField(8, entry);
  to.writeVarintField(20, typeof value === "number" ? 2 : 7);
}

function writeTensor({ name, type, shape, data }: Tensor, to: PbfWriter): void {
  for (const side of shape) to.writeVarintField(1, side);
  to.writeVarintField(2, TYPES[type]);
  if (data instanceof Uint8Array) to.writeBytesField(9, data);
  else for (const word of data) to.writeBytesField(6, new TextEncoder().encode(word));
  to.writeStringField(8, name);
}

function writePort({ name, type, shape }: Port, to: PbfWriter): void {
  to.writeStringField(1, name);
  to.writeMessage(2, (_: Port, value) => value.writeMessage(1, writeTensorType, { name, type, shape }), { name, type, shape });
}

function writeTensorType({ type, shape }: Port, to: PbfWriter): void {
  to.writeVarintField(1, TYPES[type]);
  to.writeMessage(2, writeShape, shape);
}

function writeShape(shape: Port["shape"], to: PbfWriter): void {
  for (const side of shape) to.writeMessage(1, writeSide, side);
}

function writeSide(side: number | string, to: PbfWriter): void {
  if (typeof side === "number") to.writeVarintField(1, side);
  else to.writeStringField(2, side);
}
