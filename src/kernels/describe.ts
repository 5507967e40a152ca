import { readKernel } from "./read";
import type { Gamma, Kernel, KernelSpec, LengthScale } from "./spec";

/**
 * The formula of a kernel with its numbers in place, as in `0.5 · exp(−0.1‖x − z‖²) + xᵀz`.
 *
 * @example describe(add(scale(0.5, rbf({ gamma: 0.1 })), linear())) // "0.5 · exp(−0.1‖x − z‖²) + xᵀz"
 */
export function describe(kernel: Kernel): string {
  return formula(readKernel(kernel));
}

function formula(kernel: KernelSpec): string {
  switch (kernel.kind) {
    case "linear":
      return kernel.metric ? "xᵀAz" : "xᵀz";
    case "polynomial":
      return `(${gammaTimes(kernel.gamma)}xᵀz${shift(kernel.coef0)})${exponentOf(kernel.degree)}`;
    case "rbf":
      if ("lengthScale" in kernel) return `exp(−½${distance(kernel.lengthScale)}²)`;
      if ("sigma" in kernel) return `exp(−${distance(kernel.sigma)}²)`;
      return `exp(−${gammaTimes(kernel.gamma)}‖x − z‖²)`;
    case "laplacian":
      return `exp(−${gammaTimes(kernel.gamma)}‖x − z‖₁)`;
    case "matern":
      return maternFormula(kernel.nu, distance(kernel.lengthScale));
    case "rationalQuadratic":
      return `(1 + ${distance(kernel.lengthScale)}²/${2 * kernel.alpha})^(−${kernel.alpha})`;
    case "periodic": {
      const inner = (r: string): string => `sin²(π${r}/${kernel.period})`;
      const sines = kernel.metric === "per-feature" ? `Σ ${inner("(x_k − z_k)")}` : inner("‖x − z‖");
      return `exp(−2 ${sines}/${kernel.lengthScale}²)`;
    }
    case "sigmoid":
      return `tanh(${gammaTimes(kernel.gamma)}xᵀz${shift(kernel.coef0)})`;
    case "cosine":
      return "xᵀz/(‖x‖‖z‖)";
    case "chi2":
      return `exp(−${gammaTimes(kernel.gamma)}Σ (x_k − z_k)²/(x_k + z_k))`;
    case "additiveChi2":
      return "−Σ (x_k − z_k)²/(x_k + z_k)";
    case "allSubsets":
      return "Π (1 + x_k z_k)";
    case "anova":
      return `Σ over ${kernel.degree} features of Π x_k z_k`;
    case "constant":
      return String(kernel.value);
    case "white":
      return `${kernel.variance}·[same point]`;
    case "precomputed":
      return "K";
    case "custom":
      return "k(x, z)";
    case "fromFeatures":
      return "φ(x)ᵀφ(z)";
    case "sum":
      return kernel.terms.map(formula).join(" + ");
    case "product":
      return kernel.factors.map(enclosed).join(" · ");
    case "scaled":
      return `${kernel.factor} · ${enclosed(kernel.kernel)}`;
    case "power":
      return `(${formula(kernel.kernel)})${exponentOf(kernel.exponent)}`;
    case "exponentiated":
      return `exp(${formula(kernel.kernel)})`;
    case "normalized":
      return `normalized(${formula(kernel.kernel)})`;
    case "onColumns":
      return `(${formula(kernel.kernel)} on columns ${kernel.columns.join(", ")})`;
    case "mapped":
      return `(${formula(kernel.kernel)} after a map)`;
    case "multiplier":
      return `f(x) · ${enclosed(kernel.kernel)} · f(z)`;
    default:
      return kernel satisfies never;
  }
}

function maternFormula(nu: 0.5 | 1.5 | 2.5, r: string): string {
  if (nu === 0.5) return `exp(−${r})`;
  return nu === 1.5 ? `(1 + √3${r})exp(−√3${r})` : `(1 + √5${r} + 5${r}²/3)exp(−√5${r})`;
}

function distance(lengthScale: LengthScale): string {
  if (typeof lengthScale !== "number") return `‖(x − z)/(${lengthScale.join(", ")})‖`;
  return lengthScale === 1 ? "‖x − z‖" : `‖(x − z)/${lengthScale}‖`;
}

function gammaTimes(gamma: Gamma): string {
  if (gamma === "auto") return "d⁻¹";
  return gamma === 1 ? "" : `${gamma}`;
}

function shift(coef0: number): string {
  if (coef0 === 0) return "";
  return coef0 > 0 ? ` + ${coef0}` : ` − ${-coef0}`;
}

function exponentOf(exponent: number): string {
  return [...String(exponent)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
}

function enclosed(kernel: KernelSpec): string {
  return kernel.kind === "sum" || kernel.kind === "scaled" ? `(${formula(kernel)})` : formula(kernel);
}
