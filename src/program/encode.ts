import { Opcode } from "../../assembly/gram/program";
import { mercerError } from "../errors";
import { homogeneity, moderateExponent } from "../kernels/homogeneous";
import { ordinary } from "../kernels/ordinary";
import { requirePointsOrGram, someKernel } from "../kernels/parts";
import { resolveGamma } from "../kernels/resolve";
import type { ArdRbfKernel, KernelSpec, LeafKernel, LengthScale, PeriodicKernel } from "../kernels/spec";
import type { Join, PairLeaf, PlainPairing, Step } from "./instruction";
import { andThen, identity, type PointView } from "./views";

/**
 * The instructions of a resolved kernel for points whose views have as many features as `featuresOf` says. `training`: rows and columns are the same
 * points, so that white noise counts. `differentiated`: the program is to run back, too, so that leaves are made of differences of the features themselves.
 */
export function encode(kernel: KernelSpec, featuresOf: (view: PointView) => number, training: boolean, differentiated = false): Step[] {
  requirePointsOrGram(kernel);
  return checked(kernel, { view: identity, featuresOf, training, diagonal: false, differentiated });
}

/** Those of k(x, x) in training, for the points of a view: right on the diagonal alone, where a normalised part is 1 or 0. */
export function encodeDiagonal(
  kernel: KernelSpec,
  featuresOf: (view: PointView) => number,
  view: PointView,
  differentiated = false,
): Step[] {
  return checked(kernel, { view, featuresOf, training: true, diagonal: true, differentiated });
}

/** Told which instructions with numbers in them a part of the kernel has become: "gave" a Gaussian kernel its exponential, for instance. */
export type Trace = (kernel: KernelSpec, instructions: readonly Step[]) => void;

/**
 * The instructions of a kernel that is to be differentiated by its numbers, as it is written: no part is left out since a number in it is 0, and no leaf is
 * shared. For the points as they are, or of k(x, x) for those of a view (`diagonal`).
 */
export function encodeTraced(
  kernel: KernelSpec,
  featuresOf: (view: PointView) => number,
  of: { readonly training: boolean } | { readonly diagonal: PointView },
  trace: Trace,
): Step[] {
  const instructions: Step[] = [];
  const diagonal = "diagonal" in of;
  const view = diagonal ? of.diagonal : identity;
  emit(kernel, { view, featuresOf, training: diagonal || of.training, diagonal, differentiated: true, trace }, instructions);
  return instructions;
}

function checked(kernel: KernelSpec, context: Context): Step[] {
  const instructions: Step[] = [];
  emit(kernel, context, instructions);
  if (!isBounded(kernel)) instructions.push({ opcode: Opcode.RequireFinite });
  return instructions;
}

/** Where in the kernel we are: on which view of the points. */
interface Context {
  readonly view: PointView;
  readonly featuresOf: (view: PointView) => number;
  readonly training: boolean;
  readonly diagonal: boolean;
  readonly differentiated: boolean;
  /** Who is told of what the parts become, where somebody asks. */
  readonly trace?: Trace;
}

/** Appends what computes a kernel, parts first, on points of ordinary size for it. */
function emit(given: KernelSpec, around: Context, code: Step[]): void {
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

function push(instructions: readonly Step[], of: KernelSpec, { trace }: Context, code: Step[]): void {
  code.push(...instructions);
  trace?.(of, instructions);
}

/** `context`: of the kernel that is normalised. */
function emitNormalized(kernel: KernelSpec, context: Context, code: Step[]): void {
  const { view } = context;
  if (context.diagonal) {
    code.push(constant(1), { opcode: Opcode.Outer, values: { view, supportOf: kernel } });
    return;
  }
  emit(kernel, context, code);
  code.push(normalization(kernel, view));
}

function emitAll(opcode: Join["opcode"], kernels: readonly KernelSpec[], context: Context, code: Step[]): void {
  kernels.forEach((kernel, index) => {
    emit(kernel, context, code);
    if (index > 0) code.push({ opcode });
  });
}

/** `differences`: of the exponent of what differences are multiplied by; `given`: the kernel for differences as they are. */
function leafCode(kernel: LeafKernel, given: KernelSpec, differences: number, context: Context): Step[] {
  const { view, training } = context;
  const d = context.featuresOf(view);
  const whole = context.trace !== undefined;
  const gamma = "gamma" in kernel ? resolveGamma(kernel.gamma, d) : 1;
  const counts = whole || gamma !== 0;
  switch (kernel.kind) {
    case "linear":
      if (!kernel.metric) return [pairs(Opcode.InnerProduct, view)];
      return [pairs(Opcode.InnerProduct, andThen(view, { kind: "metric", metric: kernel.metric }))];
    case "polynomial":
      return [
        unlessZero(counts, Opcode.InnerProduct, view),
        { opcode: Opcode.Affine, factor: gamma, shift: kernel.coef0 },
        { opcode: Opcode.IntegerPower, exponent: kernel.degree },
      ];
    case "rbf":
      if (!("gamma" in kernel)) return [...squaredDistance((kernel as ArdRbfKernel).lengthScale, context, differences), exponential(-0.5)];
      return counts ? [...squaredDistance(1, context, differences), exponential(-gamma)] : [constant(1)];
    case "laplacian":
      return [unlessZero(counts, Opcode.ManhattanDistance, view), exponential(-gamma)];
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
    case "sigmoid":
      return [unlessZero(counts, Opcode.InnerProduct, view), { opcode: Opcode.Sigmoid, factor: gamma, shift: kernel.coef0 }];
    case "cosine":
      return [pairs(Opcode.InnerProduct, unitScaled(view)), normalization(LINEAR, unitScaled(view))];
    case "chi2":
      return [pairs(Opcode.ChiSquare, andThen(view, { kind: "nonNegative" })), exponential(-gamma)];
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

function constant(value: number): Step {
  return { opcode: Opcode.Constant, value };
}

function exponential(factor: number): Step {
  return { opcode: Opcode.Exponential, factor };
}

/** 0 where γ is, whatever overflows beside it. */
function unlessZero(isWanted: boolean, opcode: PlainPairing, view: PointView): Step {
  return isWanted ? pairs(opcode, view) : constant(0);
}

/** Σ ((x_k − z_k)/ℓ_k)², or Σ (x_k − z_k)² where one ℓ serves all features: it is left to the map that follows. */
function squaredDistance(lengthScale: LengthScale, { view, featuresOf }: Context, differences: number): Step[] {
  const scaled = (weights: readonly number[]): Step => ({ opcode: Opcode.ScaledSquaredDistance, view, weights });
  if (typeof lengthScale !== "number") return [scaled(lengthScale.map((l) => 1 / l))];
  if (differences === 0) return [pairs(Opcode.SquaredDistance, view)];
  return [scaled(new Array<number>(featuresOf(view)).fill(2 ** differences))];
}

function scalar(lengthScale: LengthScale): number {
  return typeof lengthScale === "number" ? lengthScale : 1;
}

function maternOf(nu: 0.5 | 1.5 | 2.5, lengthScale: number): Step[] {
  const factor = -Math.sqrt(2 * nu) / lengthScale;
  if (nu === 0.5) return [{ opcode: Opcode.Root }, exponential(factor)];
  return [{ opcode: Opcode.Matern, factor, square: nu === 1.5 ? 0 : 1 / 3 }];
}

/** sin²(πr/p) of the distance. */
function ofDistance({ period }: PeriodicKernel, context: Context, differences: number): Step[] {
  return [...squaredDistance(1, context, differences), { opcode: Opcode.Root }, { opcode: Opcode.SquaredSine, period }];
}

/** Σ sin²(π|x_k − z_k|/p) over the features. */
function squaredSines({ period }: PeriodicKernel, { view, featuresOf, differentiated }: Context): Step[] {
  if (featuresOf(view) === 1) return [pairs(Opcode.ManhattanDistance, view), { opcode: Opcode.SquaredSine, period }];
  // sin(a − b) = sin a cos b − cos a sin b: sines of the points, not of the pairs
  if (!differentiated) return [pairs(Opcode.SquaredCrossProducts, andThen(view, { kind: "phases", period }))];
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

function normalization(kernel: KernelSpec, view: PointView): Step {
  return { opcode: Opcode.Normalize, values: { view, diagonalOf: kernel } };
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
