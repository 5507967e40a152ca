/** A kernel as the lab holds it: a tree of named parts with their numbers. */
export interface KernelNode {
  readonly kind: KernelKind;
  readonly parameters: Readonly<Record<string, number>>;
  /** What the kernel is multiplied by. */
  readonly factor: number;
  /** The features that it sees, all unless given. */
  readonly columns: readonly number[] | null;
  readonly parts: readonly KernelNode[];
}

export type KernelKind = LeafKind | "sum" | "product";

export type LeafKind =
  | "rbf"
  | "matern"
  | "laplacian"
  | "rationalQuadratic"
  | "periodic"
  | "linear"
  | "polynomial"
  | "allSubsets"
  | "sigmoid"
  | "constant"
  | "white";

/** A number of a kernel, as its slider knows it. */
export interface ParameterSpec {
  readonly name: string;
  readonly sign: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly initial: number;
  /** Moved on its logarithm, by equal parts, or from one of a few values to the next. */
  readonly scale: "log" | "linear" | readonly number[];
}

interface LeafSpec {
  readonly label: string;
  readonly formula: string;
  readonly parameters: readonly ParameterSpec[];
}

const LENGTH: ParameterSpec = { name: "lengthScale", sign: "ℓ", minimum: 0.003, maximum: 30, initial: 0.5, scale: "log" };
const GAMMA: ParameterSpec = { name: "gamma", sign: "γ", minimum: 0.01, maximum: 100, initial: 1, scale: "log" };
const OFFSET: ParameterSpec = { name: "coef0", sign: "c", minimum: -2, maximum: 3, initial: 1, scale: "linear" };

/** What each kernel is called, what it computes, and the numbers it has. */
export const LEAVES: Readonly<Record<LeafKind, LeafSpec>> = {
  rbf: { label: "Gaussian", formula: "exp(−‖x − z‖² / 2ℓ²)", parameters: [LENGTH] },
  matern: {
    label: "Matérn",
    formula: "rough for small ν, smooth for large",
    parameters: [{ name: "nu", sign: "ν", minimum: 0.5, maximum: 2.5, initial: 1.5, scale: [0.5, 1.5, 2.5] }, LENGTH],
  },
  laplacian: { label: "Laplacian", formula: "exp(−γ Σ|xₖ − zₖ|)", parameters: [GAMMA] },
  rationalQuadratic: {
    label: "Rational quadratic",
    formula: "(1 + r² / 2αℓ²)^−α",
    parameters: [{ name: "alpha", sign: "α", minimum: 0.05, maximum: 20, initial: 1, scale: "log" }, LENGTH],
  },
  periodic: {
    label: "Periodic",
    formula: "exp(−2 sin²(πr / p) / ℓ²)",
    parameters: [{ name: "period", sign: "p", minimum: 0.1, maximum: 10, initial: 1, scale: "log" }, LENGTH],
  },
  linear: { label: "Linear", formula: "xᵀz", parameters: [] },
  polynomial: {
    label: "Polynomial",
    formula: "(γ xᵀz + c)ᵖ",
    parameters: [
      { name: "degree", sign: "p", minimum: 1, maximum: 8, initial: 3, scale: [1, 2, 3, 4, 5, 6, 7, 8] },
      GAMMA,
      { ...OFFSET, minimum: 0 },
    ],
  },
  allSubsets: { label: "All subsets", formula: "Π(1 + xₖzₖ)", parameters: [] },
  sigmoid: { label: "Sigmoid", formula: "tanh(γ xᵀz + c), no kernel for most c", parameters: [GAMMA, OFFSET] },
  constant: {
    label: "Constant",
    formula: "c",
    parameters: [{ name: "value", sign: "c", minimum: 0.001, maximum: 100, initial: 1, scale: "log" }],
  },
  white: {
    label: "White noise",
    formula: "v on the diagonal",
    parameters: [{ name: "variance", sign: "v", minimum: 1e-6, maximum: 10, initial: 0.01, scale: "log" }],
  },
};

/** A kernel of one part, its numbers as they begin unless given. */
export function leaf(kind: LeafKind, parameters: Readonly<Record<string, number>> = {}, factor = 1): KernelNode {
  const initial = Object.fromEntries(LEAVES[kind].parameters.map(({ name, initial: value }) => [name, value]));
  return { kind, parameters: { ...initial, ...parameters }, factor, columns: null, parts: [] };
}

/** A sum or a product of kernels. */
export function composed(kind: "sum" | "product", ...parts: readonly KernelNode[]): KernelNode {
  return { kind, parameters: {}, factor: 1, columns: null, parts };
}

/** Whether the part is one of several. */
export function isComposed({ kind }: KernelNode): boolean {
  return kind === "sum" || kind === "product";
}

/** The tree with the part at a path replaced, or taken out by null; a sum or product of one becomes that one. */
export function replaced(root: KernelNode, path: readonly number[], by: KernelNode | null): KernelNode {
  const [first, ...rest] = path;
  if (first === undefined) return by ?? root;
  const parts = root.parts.flatMap((part, at) => {
    if (at !== first) return [part];
    if (rest.length > 0) return [replaced(part, rest, by)];
    return by ? [by] : [];
  });
  const [only] = parts;
  if (parts.length === 1 && only) return { ...only, factor: only.factor * root.factor };
  return { ...root, parts };
}
