import { type KernelNode, LEAVES, type LeafKind } from "./kernel-node";
import { kept, type LabState, type Method } from "./state";

const METHODS: readonly Method[] = ["ridge", "process", "descent", "vectors", "classifier"];

/** The state as the part of an address after #: JSON, its numbers to six digits. */
export function linkOf(state: LabState): string {
  const short = JSON.stringify(state, (_, value: unknown) => (typeof value === "number" ? kept(value) : value));
  return `#${toBase64(new TextEncoder().encode(short))}`;
}

/** The state of a link; null for what is none. */
export function stateOfLink(hash: string): LabState | null {
  try {
    return readState(JSON.parse(new TextDecoder().decode(fromBase64(hash.replace(/^#/, "")))) as LabState);
  } catch {
    return null;
  }
}

/** A link comes from anyone: every field is looked at before it is used. */
function readState(state: LabState): LabState | null {
  const { points, frame, kernel, method, preset } = state;
  const numbers = [...points.x, ...points.y, ...frame, state.lambda, state.epsilon, state.steps, state.stepShare];
  const fits = (points.d === 1 || points.d === 2) && points.x.length === points.d * points.y.length && frame.length === 4;
  const known = METHODS.includes(method) && typeof preset === "string" && typeof state.intercept === "boolean";
  const words = ["none", "gaussian", "jackknife+"].includes(state.band) && ["squared", "logistic", "hinge"].includes(state.loss);
  return fits && known && words && numbers.every(Number.isFinite) && isNode(kernel, 0) ? state : null;
}

function isNode(node: KernelNode, depth: number): boolean {
  if (depth > 8 || !Number.isFinite(node.factor) || !(node.columns === null || node.columns.every(Number.isInteger))) return false;
  if (node.kind === "sum" || node.kind === "product") return node.parts.length > 1 && node.parts.every((part) => isNode(part, depth + 1));
  const names = Object.hasOwn(LEAVES, node.kind) ? LEAVES[node.kind as LeafKind].parameters : null;
  return names?.every(({ name }) => Number.isFinite(node.parameters[name])) ?? false;
}

function toBase64(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
