import { Opcode, TILE } from "../../assembly/gram/program";
import { mercerError } from "../errors";
import { homogeneity, moderateExponent } from "../kernels/homogeneous";
import { ordinary } from "../kernels/ordinary";
import { requirePointsOrGram, someKernel } from "../kernels/parts";
import { resolveGamma } from "../kernels/resolve";
import type { ArdRbfKernel, KernelSpec, LeafKernel, LengthScale, PeriodicKernel } from "../kernels/spec";
import { growthOf, type Instruction, type Join, type PairLeaf, type PlainPairing } from "./instruction";
import { andThen, identity, type PointView } from "./views";

/** A kernel as a program whose operands have no addresses yet. */
export interface Code {
  readonly instructions: readonly Instruction[];
  /** Tiles on the stack at the deepest. */
  readonly depth: number;
  /** Tiles kept beside it. */
  readonly slots: number;
}

/**
 * The program of a resolved kernel for points whose views have as many features as `featuresOf` says. `training`: rows and columns are the same
 * points, so that white noise counts.
 */
export function encode(kernel: KernelSpec, featuresOf: (view: PointView) => number, training: boolean): Code {
  requirePointsOrGram(kernel);
  return codeFor(kernel, { view: identity, featuresOf, training, diagonal: false });
}

/** The program of k(x, x) in training, for the points of a view: right on the diagonal alone, where a normalised part is 1 or 0. */
export function encodeDiagonal(kernel: KernelSpec, featuresOf: (view: PointView) => number, view: PointView): Code {
  return codeFor(kernel, { view, featuresOf, training: true, diagonal: true });
}

/** Told which instructions with numbers in them a part of the kernel has become: "gave" a Gaussian kernel its exponential, for instance. */
export type Trace = (kernel: KernelSpec, instructions: readonly Instruction[]) => void;

/**
 * The instructions of a kernel that is to be differentiated by its numbers, as it is written: no part is left out since a number in it is 0, and no leaf is
 * shared. For the points as they are, or of k(x, x) for those of a view (`diagonal`).
 */
export function encodeTraced(
  kernel: KernelSpec,
  featuresOf: (view: PointView) => number,
  of: { readonly training: boolean } | { readonly diagonal: PointView },
  trace: Trace,
): Instruction[] {
  const instructions: Instruction[] = [];
  const diagonal = "diagonal" in of;
  emit(kernel, { view: diagonal ? of.diagonal : identity, featuresOf, training: diagonal || of.training, diagonal, trace }, instructions);
  return instructions;
}

function codeFor(kernel: KernelSpec, context: Context): Code {
  const instructions: Instruction[] = [];
  emit(kernel, context, instructions);
  if (!isBounded(kernel)) instructions.push({ opcode: Opcode.RequireFinite });
  return { ...shareLeaves(instructions), depth: depthOf(instructions, context.featuresOf) };
}

/** Where in the kernel we are: on which view of the points. */
interface Context {
  readonly view: PointView;
  readonly featuresOf: (view: PointView) => number;
  readonly training: boolean;
  readonly diagonal: boolean;
  /** Who is told of what the parts become, where somebody asks. */
  readonly trace?: Trace;
}

/** Appends what computes a kernel, parts first, on points of ordinary size for it. */
function emit(given: KernelSpec, around: Context, code: Instruction[]): void {
  const { kernel, points, differences } = ordinary(given);
  const context = points === 0 ? around : { ...around, view: ordinaryPoints(given, around.view, points) };
  const { view } = context;
  switch (kernel.kind) {
    case "sum":
      emitAll(Opcode.Add, kernel.terms, context, code);
      break;
    case "product":
      emitAll(Opcode.Multiply, kernel.factors, context, code);
      break;
    case "scaled":
      emit(kernel.kernel, context, code);
      push([{ opcode: Opcode.Affine, factor: kernel.factor, shift: 0 }], given, context, code);
      break;
    case "power":
      emit(kernel.kernel, context, code);
      code.push({ opcode: Opcode.IntegerPower, exponent: kernel.exponent });
      break;
    case "exponentiated":
      emit(kernel.kernel, context, code);
      code.push(exponential(1));
      break;
    case "normalized":
      emitNormalized(kernel.kernel, { ...context, view: moderateView(kernel.kernel, context) }, code);
      break;
    case "onColumns":
      emit(kernel.kernel, { ...context, view: andThen(view, { kind: "columns", columns: kernel.columns }) }, code);
      break;
    case "mapped":
      emit(kernel.kernel, { ...context, view: andThen(view, { kind: "map", map: kernel.map }) }, code);
      break;
    case "multiplier":
      emit(kernel.kernel, context, code);
      code.push({ opcode: Opcode.Outer, values: { view, f: kernel.f } });
      break;
    default:
      push(leafCode(kernel, given, differences, context), given, context, code);
  }
}

function push(instructions: readonly Instruction[], of: KernelSpec, { trace }: Context, code: Instruction[]): void {
  code.push(...instructions);
  trace?.(of, instructions);
}

/** `context`: of the kernel that is normalised. */
function emitNormalized(kernel: KernelSpec, context: Context, code: Instruction[]): void {
  const { view } = context;
  if (context.diagonal) {
    code.push(constant(1), { opcode: Opcode.Outer, values: { view, supportOf: kernel } });
    return;
  }
  emit(kernel, context, code);
  code.push(normalization(kernel, view));
}

function emitAll(opcode: Join["opcode"], kernels: readonly KernelSpec[], context: Context, code: Instruction[]): void {
  kernels.forEach((kernel, index) => {
    emit(kernel, context, code);
    if (index > 0) code.push({ opcode });
  });
}

/** `differences`: of the exponent of what differences are multiplied by; `given`: the kernel for differences as they are. */
function leafCode(kernel: LeafKernel, given: KernelSpec, differences: number, context: Context): Instruction[] {
  const { view, training } = context;
  const d = context.featuresOf(view);
  const whole = context.trace !== undefined;
  switch (kernel.kind) {
    case "linear":
      if (!kernel.metric) return [pairs(Opcode.InnerProduct, view)];
      return [pairs(Opcode.InnerProduct, andThen(view, { kind: "metric", metric: kernel.metric }))];
    case "polynomial": {
      const gamma = resolveGamma(kernel.gamma, d);
      return [
        unlessZero(whole || gamma !== 0, Opcode.InnerProduct, view),
        { opcode: Opcode.Affine, factor: gamma, shift: kernel.coef0 },
        { opcode: Opcode.IntegerPower, exponent: kernel.degree },
      ];
    }
    case "rbf": {
      if (!("gamma" in kernel)) return [...squaredDistance((kernel as ArdRbfKernel).lengthScale, context, differences), exponential(-0.5)];
      const gamma = resolveGamma(kernel.gamma, d);
      if (gamma === 0 && !whole) return [constant(1)];
      return [...squaredDistance(1, context, differences), exponential(-gamma)];
    }
    case "laplacian": {
      const gamma = resolveGamma(kernel.gamma, d);
      return [unlessZero(whole || gamma !== 0, Opcode.ManhattanDistance, view), exponential(-gamma)];
    }
    case "matern":
      return [...squaredDistance(kernel.lengthScale, context, differences), ...maternOf(kernel.nu, scalar(kernel.lengthScale))];
    case "rationalQuadratic": {
      // α ln(1 + r²/(2α)) is below half an ulp of 1 for all r
      if (kernel.alpha < 2 ** -66 && !whole) return [constant(1)];
      const l = scalar(kernel.lengthScale);
      return [
        ...squaredDistance(kernel.lengthScale, context, differences),
        { opcode: Opcode.RationalQuadratic, exponent: kernel.alpha, factor: 0.5 / (kernel.alpha * l * l) },
      ];
    }
    case "periodic": {
      const onDistance = kernel.metric === "euclidean" && d > 1;
      const sines = onDistance
        ? ofDistance(kernel, context, differences)
        : squaredSines(differences > 0 ? (given as PeriodicKernel) : kernel, context);
      return [...sines, exponential(-2 / (kernel.lengthScale * kernel.lengthScale))];
    }
    case "sigmoid": {
      const gamma = resolveGamma(kernel.gamma, d);
      return [unlessZero(whole || gamma !== 0, Opcode.InnerProduct, view), { opcode: Opcode.Sigmoid, factor: gamma, shift: kernel.coef0 }];
    }
    case "cosine":
      return [pairs(Opcode.InnerProduct, unitScaled(view)), normalization(LINEAR, unitScaled(view))];
    case "chi2":
      return [pairs(Opcode.ChiSquare, andThen(view, { kind: "nonNegative" })), exponential(-kernel.gamma)];
    case "additiveChi2":
      return [pairs(Opcode.ChiSquare, andThen(view, { kind: "nonNegative" })), { opcode: Opcode.Affine, factor: -1, shift: 0 }];
    case "allSubsets":
      return [pairs(Opcode.SubsetProduct, view)];
    case "anova":
      return [{ opcode: Opcode.ElementarySymmetric, view, degree: kernel.degree }];
    case "constant":
      return [constant(kernel.value)];
    case "white":
      return [training ? { opcode: Opcode.Diagonal, value: kernel.variance } : constant(0)];
    case "precomputed":
      if (view.key !== "") throw mercerError("kernel", "a precomputed kernel has no features to choose or map", { kind: kernel.kind });
      return [{ opcode: Opcode.Given }];
    case "custom":
      return [{ opcode: Opcode.Custom, custom: kernel, view }];
    case "fromFeatures":
      return [pairs(Opcode.InnerProduct, andThen(view, { kind: "map", map: kernel.map }))];
    default:
      return kernel satisfies never;
  }
}

function pairs(opcode: PlainPairing | Opcode.ChiSquare, view: PointView): PairLeaf {
  return { opcode, view };
}

function constant(value: number): Instruction {
  return { opcode: Opcode.Constant, value };
}

function exponential(factor: number): Instruction {
  return { opcode: Opcode.Exponential, factor };
}

/** 0 where γ is, whatever overflows beside it. */
function unlessZero(isWanted: boolean, opcode: PlainPairing, view: PointView): Instruction {
  return isWanted ? pairs(opcode, view) : constant(0);
}

/** Σ ((x_k − z_k)/ℓ_k)², or Σ (x_k − z_k)² where one ℓ serves all features: it is left to the map that follows. */
function squaredDistance(lengthScale: LengthScale, { view, featuresOf }: Context, differences: number): Instruction[] {
  const scaled = (weights: readonly number[]): Instruction => ({ opcode: Opcode.ScaledSquaredDistance, view, weights });
  if (typeof lengthScale !== "number") return [scaled(lengthScale.map((l) => 1 / l))];
  if (differences === 0) return [pairs(Opcode.SquaredDistance, view)];
  return [scaled(new Array<number>(featuresOf(view)).fill(2 ** differences))];
}

function scalar(lengthScale: LengthScale): number {
  return typeof lengthScale === "number" ? lengthScale : 1;
}

function maternOf(nu: 0.5 | 1.5 | 2.5, lengthScale: number): Instruction[] {
  const factor = -Math.sqrt(2 * nu) / lengthScale;
  if (nu === 0.5) return [{ opcode: Opcode.Root }, exponential(factor)];
  return [{ opcode: Opcode.Matern, factor, square: nu === 1.5 ? 0 : 1 / 3 }];
}

/** sin²(πr/p) of the distance. */
function ofDistance({ period }: PeriodicKernel, context: Context, differences: number): Instruction[] {
  return [...squaredDistance(1, context, differences), { opcode: Opcode.Root }, { opcode: Opcode.SquaredSine, period }];
}

/** Σ sin²(π|x_k − z_k|/p) over the features. */
function squaredSines({ period }: PeriodicKernel, { view, featuresOf }: Context): Instruction[] {
  if (featuresOf(view) === 1) return [pairs(Opcode.ManhattanDistance, view), { opcode: Opcode.SquaredSine, period }];
  return [{ opcode: Opcode.SquaredSines, view, frequency: 1 / period }];
}

/** Points multiplied by powers of two, so that they are of ordinary size for a kernel. */
function ordinaryPoints(kernel: KernelSpec, view: PointView, exponents: number | readonly number[]): PointView {
  // what is negative may vanish when it is made smaller
  const seen = kernel.kind === "chi2" ? andThen(view, { kind: "nonNegative" }) : view;
  return andThen(seen, { kind: "powers", exponents });
}

/** Points whose size does not matter to a kernel that is normalised, away from the ends of the range. */
function moderateView(kernel: KernelSpec, { view, trace }: Context): PointView {
  // the derivative by a coef0 of 0 depends on their size
  if (trace && someKernel(kernel, ({ kind }) => kind === "polynomial")) return view;
  const degree = homogeneity(kernel);
  return degree ? andThen(view, { kind: "unitScale", beyond: moderateExponent(degree) }) : view;
}

function unitScaled(view: PointView): PointView {
  return andThen(view, { kind: "unitScale" });
}

/** One object, so that its k(x, x) is known again. */
const LINEAR: KernelSpec = { kind: "linear" };

function normalization(kernel: KernelSpec, view: PointView): Instruction {
  return { opcode: Opcode.Normalize, values: { view, diagonalOf: kernel } };
}

/** Distances and inner products that several parts use are computed once: kept at their first appearance, fetched at the others; `isItsOwn` says which are not shared. */
export function shareLeaves(
  instructions: readonly Instruction[],
  isItsOwn: (leaf: Instruction) => boolean = () => false,
): Pick<Code, "instructions" | "slots"> {
  const uses = new Map<string, { count: number; slot: number | null }>();
  const keys = instructions.map((instruction) => (isItsOwn(instruction) ? null : leafKey(instruction)));
  for (const key of keys) if (key !== null) uses.set(key, { count: (uses.get(key)?.count ?? 0) + 1, slot: null });
  let slots = 0;
  const shared = instructions.flatMap((instruction, at): Instruction[] => {
    const use = uses.get(keys[at] ?? "");
    if (!use || use.count < 2) return [instruction];
    if (use.slot !== null) return [{ opcode: Opcode.Fetch, slot: use.slot }];
    use.slot = slots++;
    return [instruction, { opcode: Opcode.Keep, slot: use.slot }];
  });
  return { instructions: shared, slots };
}

/** Equal for leaves of points that do the same: the opcode, what the view does, and a degree, frequency or table; null for what is none. */
function leafKey(instruction: Instruction): string | null {
  if (!("view" in instruction) || instruction.opcode === Opcode.Custom) return null;
  return JSON.stringify({ ...instruction, view: instruction.view.key });
}

/** Tiles the stack needs: one above its top, where maps work, or more for leaves that take up to 8 numbers a feature there. */
function depthOf(instructions: readonly Instruction[], featuresOf: (view: PointView) => number): number {
  let height = 0;
  let depth = 0;
  for (const instruction of instructions) {
    height += growthOf(instruction);
    const takes = instruction.opcode === Opcode.ElementarySymmetric || instruction.opcode === Opcode.SquaredSines;
    const work = takes ? 8 * featuresOf(instruction.view) : 1;
    depth = Math.max(depth, height + Math.ceil(work / (TILE * TILE)));
  }
  return depth;
}

/** Whether |k| ≤ 1 whatever the points, so that it need not be checked for overflow; an infinite distance or inner product has no sine or difference. */
function isBounded(kernel: KernelSpec): boolean {
  switch (kernel.kind) {
    case "rbf":
      return !("gamma" in kernel) || kernel.gamma !== 0;
    case "laplacian":
    case "chi2":
      return kernel.gamma !== 0;
    case "matern":
    case "cosine":
      return true;
    case "product":
      return kernel.factors.every(isBounded);
    case "power":
    case "onColumns":
    case "mapped":
      return isBounded(kernel.kernel);
    default:
      return false;
  }
}
