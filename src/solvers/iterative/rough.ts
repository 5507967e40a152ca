import type { KernelSpec } from "../../kernels/spec";

/** Features up to which neighbours tell much of a point. */
const FEW_FEATURES = 5;

/**
 * The length scale of each feature of a kernel of finite smoothness in few features, for which a point is nearly independent of all but its neighbours; null for others.
 */
export function roughScales(kernel: KernelSpec, d: number): readonly number[] | null {
  if (d > FEW_FEATURES) return null;
  switch (kernel.kind) {
    case "matern":
    case "rationalQuadratic": {
      const { lengthScale } = kernel;
      return Array.from({ length: d }, (_, k) => (typeof lengthScale === "number" ? lengthScale : (lengthScale[k] as number)));
    }
    case "scaled":
      return roughScales(kernel.kernel, d);
    case "sum": {
      const found = kernel.terms.map((term) => roughScales(term, d));
      const others = kernel.terms.filter((term, k) => !found[k] && term.kind !== "white" && term.kind !== "constant");
      return others.length === 0 ? (found.find((scales) => scales !== null) ?? null) : null;
    }
    default:
      return null;
  }
}
