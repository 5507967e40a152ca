import * as mercer from "mercer";
import type { KernelNode } from "../model/kernel-node";

/** The kernel of a tree, made by mercer's constructors. */
export function kernelOf(node: KernelNode): mercer.Kernel {
  const inner = innerOf(node);
  const seen = node.columns ? mercer.onColumns(node.columns, inner) : inner;
  return node.factor === 1 ? seen : mercer.scale(node.factor, seen);
}

function innerOf({ kind, parameters, parts }: KernelNode): mercer.Kernel {
  const value = (name: string): number => parameters[name] as number;
  switch (kind) {
    case "sum":
      return mercer.add(...parts.map(kernelOf));
    case "product":
      return mercer.multiply(...parts.map(kernelOf));
    case "rbf":
      return mercer.rbf({ lengthScale: value("lengthScale") });
    case "matern":
      return mercer.matern({ nu: value("nu"), lengthScale: value("lengthScale") });
    case "laplacian":
      return mercer.laplacian({ gamma: value("gamma") });
    case "rationalQuadratic":
      return mercer.rationalQuadratic({ alpha: value("alpha"), lengthScale: value("lengthScale") });
    case "periodic":
      return mercer.periodic({ period: value("period"), lengthScale: value("lengthScale"), metric: "per-feature" });
    case "linear":
      return mercer.linear();
    case "polynomial":
      return mercer.polynomial({ degree: value("degree"), gamma: value("gamma"), coef0: value("coef0") });
    case "allSubsets":
      return mercer.allSubsets();
    case "sigmoid":
      return mercer.sigmoid({ gamma: value("gamma"), coef0: value("coef0") });
    case "constant":
      return mercer.constant(value("value"));
    case "white":
      return mercer.white(value("variance"));
    default:
      return kind satisfies never;
  }
}
