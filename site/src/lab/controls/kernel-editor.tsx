import { composed, isComposed, type KernelNode, LEAVES, type LeafKind, leaf, replaced } from "../model/kernel-node";
import { state, update } from "../store";
import { Slider } from "./slider";

const KINDS = Object.keys(LEAVES) as LeafKind[];

/** The kernel, part by part: sums, products, factors, columns, a slider for each number. */
export function KernelEditor() {
  const now = state.value;
  if (!now) return null;
  const set = (path: readonly number[], node: KernelNode | null, live = false): void =>
    update({ kernel: replaced(now.kernel, path, node) }, live);
  return <Part node={now.kernel} path={[]} d={now.points.d} set={set} />;
}

interface PartProps {
  readonly node: KernelNode;
  readonly path: readonly number[];
  readonly d: number;
  readonly set: (path: readonly number[], node: KernelNode | null, live?: boolean) => void;
}

function Part(props: PartProps) {
  const { node, path, d, set } = props;
  const number = path.length === 0 ? "Kernel" : `Part ${path.map((at) => at + 1).join(".")}`;
  return (
    <fieldset class={`part depth-${Math.min(2, path.length)}`}>
      <legend class="visually-hidden">{number}</legend>
      <div class="part-head">
        <select
          aria-label={`${number}: kind`}
          value={node.kind}
          onChange={(event) => set(path, ofKind(node, event.currentTarget.value as KernelNode["kind"]))}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {LEAVES[kind].label}
            </option>
          ))}
          <option value="sum">Sum of kernels</option>
          <option value="product">Product of kernels</option>
        </select>
        {path.length > 0 ? (
          <button type="button" class="icon" aria-label={`${number}: delete`} onClick={() => set(path, null)}>
            ×
          </button>
        ) : null}
      </div>
      {isComposed(node) ? <Parts {...props} /> : <Numbers {...props} />}
      {path.length > 0 || node.factor !== 1 ? (
        <Slider
          label="factor"
          value={node.factor}
          minimum={0.01}
          maximum={1000}
          scale="log"
          onChange={(factor, live) => set(path, { ...node, factor }, live)}
        />
      ) : null}
      {d === 2 && !isComposed(node) && node.kind !== "white" && node.kind !== "constant" ? <Columns {...props} /> : null}
      {path.length < 2 ? (
        <div class="part-actions">
          <button type="button" onClick={() => set(path, joined("sum", node))}>
            + add
          </button>
          <button type="button" onClick={() => set(path, joined("product", node))}>
            × multiply
          </button>
          {path.length === 0 && node.factor === 1 ? (
            <button type="button" onClick={() => set(path, { ...node, factor: 2 })}>
              scale
            </button>
          ) : null}
        </div>
      ) : null}
    </fieldset>
  );
}

function Parts({ node, path, d, set }: PartProps) {
  return (
    <div class="parts">
      {node.parts.map((part, at) => (
        <div key={at}>
          {at > 0 ? <p class="operator">{node.kind === "sum" ? "+" : "×"}</p> : null}
          <Part node={part} path={[...path, at]} d={d} set={set} />
        </div>
      ))}
    </div>
  );
}

function Numbers({ node, path, set }: PartProps) {
  const { parameters, formula } = LEAVES[node.kind as LeafKind];
  return (
    <div>
      <p class="formula">{formula}</p>
      {parameters.map(({ name, sign, minimum, maximum, scale }) => (
        <Slider
          key={name}
          label={sign}
          {...{ minimum, maximum, scale }}
          value={node.parameters[name] ?? minimum}
          onChange={(value, live) => set(path, { ...node, parameters: { ...node.parameters, [name]: value } }, live)}
        />
      ))}
    </div>
  );
}

function Columns({ node, path, set }: PartProps) {
  return (
    <label class="field">
      <span>sees</span>
      <select
        value={node.columns?.join() ?? "all"}
        onChange={(event) => set(path, { ...node, columns: columnsOf(event.currentTarget.value) })}
      >
        <option value="all">both columns</option>
        <option value="0">x₁ alone</option>
        <option value="1">x₂ alone</option>
      </select>
    </label>
  );
}

function columnsOf(value: string): readonly number[] | null {
  return value === "all" ? null : value.split(",").map(Number);
}

/** The part in another kind; its parts stay where both kinds have some. */
function ofKind(node: KernelNode, kind: KernelNode["kind"]): KernelNode {
  if (kind !== "sum" && kind !== "product") return { ...leaf(kind), factor: node.factor, columns: node.columns };
  return isComposed(node) ? { ...node, kind } : joined(kind, node);
}

/** The part and one more, in the sum or product that is there or in a new one. */
function joined(kind: "sum" | "product", node: KernelNode): KernelNode {
  if (node.kind === kind) return { ...node, parts: [...node.parts, leaf("linear")] };
  return composed(kind, node, leaf(kind === "sum" ? "linear" : "periodic"));
}
