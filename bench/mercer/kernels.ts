import type { Kernel as Described } from "../../src/entries/index.ts";
import type { Kernel } from "../kernels.ts";
import type { Library } from "./load.ts";

/** A kernel of the benchmark as the library's. */
export function describe(mercer: Library, kernel: Kernel): Described {
  switch (kernel.kind) {
    case "ard":
      return mercer.rbf({ lengthScale: kernel.lengthScales });
    case "polynomial":
      return mercer.polynomial(kernel);
    case "rbf":
      return mercer.rbf(kernel);
    case "laplacian":
      return mercer.laplacian(kernel);
    case "matern":
      return mercer.matern(kernel);
    case "rationalQuadratic":
      return mercer.rationalQuadratic(kernel);
    case "periodic":
      return mercer.periodic(kernel);
    case "sigmoid":
      return mercer.sigmoid(kernel);
    case "chi2":
      return mercer.chi2(kernel);
    case "anova":
      return mercer.anova(kernel);
    case "linear":
    case "cosine":
    case "additiveChi2":
    case "allSubsets":
      return mercer[kernel.kind]();
    case "sum":
      return mercer.add(describe(mercer, kernel.parts[0]), describe(mercer, kernel.parts[1]));
    case "product":
      return mercer.multiply(describe(mercer, kernel.parts[0]), describe(mercer, kernel.parts[1]));
  }
}
