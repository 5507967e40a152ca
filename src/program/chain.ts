import { Opcode } from "../../assembly/gram/program";
import type { KernelSpec, LengthScale } from "../kernels/spec";
import type { Instruction } from "./instruction";

/** That the derivative by a number of a kernel has `factor` times a sum that the core makes for an instruction. */
export interface Link {
  /** Path of the number in its kernel. */
  readonly number: string;
  /** Which sum of the instruction. */
  readonly sum: number;
  readonly factor: number;
}

/**
 * The chain rule from the operands of an instruction to the numbers of the kernel it stands for: by the logarithm of a number that is positive, coef0
 * excepted, else by the number itself. The sums of an operand a, the derivative with respect to it being ∂, are
 *
 *     Affine, Sigmoid          ∂ of the factor, ∂ of the shift
 *     Exponential              ∂ of the factor
 *     Constant, Diagonal       ∂ of the number
 *     Matern, SquaredSine(s)   a ∂ of the factor, of the period, of the frequency
 *     RationalQuadratic        with c = exponent·factor: c ∂ while the exponent stays, a ∂ of the exponent while c stays
 *     ScaledSquaredDistance    ½a ∂ of each weight, in two parts
 *
 * Powers of two that points are multiplied by (`ordinary`) change operands, and leave derivatives by logarithms as they are.
 */
export function linksOf(kernel: KernelSpec, instruction: Instruction): readonly Link[] {
  const { opcode } = instruction;
  switch (kernel.kind) {
    case "scaled":
      return opcode === Opcode.Affine ? [linear("factor", kernel.factor, instruction.factor, 1)] : [];
    case "polynomial":
    case "sigmoid":
      if (opcode !== Opcode.Affine && opcode !== Opcode.Sigmoid) return [];
      return [linear("gamma", kernel.gamma as number, instruction.factor, 1), { number: "coef0", sum: 1, factor: 1 }];
    case "rbf":
      if (opcode !== Opcode.Exponential) return "lengthScale" in kernel ? perFeature(kernel.lengthScale, instruction) : [];
      if ("gamma" in kernel) return [linear("gamma", kernel.gamma as number, instruction.factor, -1)];
      if ("sigma" in kernel) return [{ number: "sigma", sum: 0, factor: -2 * instruction.factor }];
      return ofLength(kernel.lengthScale, -2 * instruction.factor);
    case "laplacian":
    case "chi2":
      return opcode === Opcode.Exponential ? [linear("gamma", kernel.gamma as number, instruction.factor, -1)] : [];
    case "matern":
      if (opcode === Opcode.Exponential) return ofLength(kernel.lengthScale, -instruction.factor);
      return opcode === Opcode.Matern ? ofLength(kernel.lengthScale, -1) : perFeature(kernel.lengthScale, instruction);
    case "rationalQuadratic":
      if (opcode !== Opcode.RationalQuadratic) return perFeature(kernel.lengthScale, instruction);
      return [{ number: "alpha", sum: 1, factor: 1 }, ...ofLength(kernel.lengthScale, -2)];
    case "periodic":
      if (opcode === Opcode.Exponential) return ofLength(kernel.lengthScale, -2 * instruction.factor);
      if (opcode === Opcode.SquaredSine) return [{ number: "period", sum: 0, factor: 1 }];
      return opcode === Opcode.SquaredSines ? [{ number: "period", sum: 0, factor: -1 }] : [];
    case "constant":
      return opcode === Opcode.Constant ? [linear("value", kernel.value, instruction.value, 1)] : [];
    case "white":
      return opcode === Opcode.Diagonal ? [linear("variance", kernel.variance, instruction.value, 1)] : [];
    case "linear":
    case "cosine":
    case "additiveChi2":
    case "allSubsets":
    case "anova":
    case "precomputed":
    case "custom":
    case "fromFeatures":
    case "sum":
    case "product":
    case "power":
    case "exponentiated":
    case "normalized":
    case "onColumns":
    case "mapped":
    case "multiplier":
      return [];
    default:
      return kernel satisfies never;
  }
}

/** For an operand that is proportional to the number, `slope` times it. */
function linear(number: string, value: number, operand: number, slope: number): Link {
  return { number, sum: 0, factor: value > 0 ? operand : value < 0 ? operand / value : slope };
}

/** For an operand made of one length scale. */
function ofLength(lengthScale: LengthScale, factor: number): Link[] {
  return typeof lengthScale === "number" ? [{ number: "lengthScale", sum: 0, factor }] : [];
}

/** For weights 1/ℓ_k. */
function perFeature(lengthScale: LengthScale, { opcode }: Instruction): Link[] {
  if (opcode !== Opcode.ScaledSquaredDistance || typeof lengthScale === "number") return [];
  return lengthScale.flatMap((_, k) => [0, 1].map((part) => ({ number: `lengthScale.${k}`, sum: 2 * k + part, factor: -2 })));
}
