import { afterAll, describe, expect, it } from "vitest";
import type * as mercer from "../../src/entries/index";
import { CopyOfSources } from "../support/copy-of-sources";
import { expectRounded } from "../support/precision";

/**
 * CONTRIBUTING.md, "Adding a kernel", carried out on a copy of the sources: the Cauchy kernel k(x, z) = 1/(1 + γ‖x − z‖²), which existing opcodes can say.
 * The compiler names the places; what it names is all there is to do.
 */
const copy = new CopyOfSources(["src", "build", "assembly", "package.json"]);
afterAll(() => copy.remove());

const PLACES = [
  "bounds.ts",
  "chain.ts",
  "constant-diagonal.ts",
  "describe.ts",
  "encode.ts",
  "evaluate.ts",
  "feature-space.ts",
  "features.ts",
  "fields.ts",
  "parameters.ts",
  "psd.ts",
  "rounding.ts",
];

describe("adding a kernel", () => {
  it("a member of the union, and the compiler lists the places", () => {
    copy.edit(
      "src/kernels/spec.ts",
      "/** A length scale for all features",
      '/** k(x, z) = 1/(1 + γ‖x − z‖²) */\nexport interface CauchyKernel extends Kernel {\n  readonly kind: "cauchy";\n  readonly gamma: Gamma;\n}\n\n',
    );
    copy.edit("src/kernels/spec.ts", "  | MaternKernel\n", "  | CauchyKernel\n");
    expect(copy.filesWithErrors()).toEqual(PLACES);
  });

  it("a case in each of them and a constructor, and it compiles", () => {
    copy.edit(
      "src/kernels/constructors.ts",
      "/**\n * k(x, z) = e^(−‖(x − z)/ℓ‖)",
      'export function cauchy(options: { gamma?: Gamma } = {}): CauchyKernel {\n  return made("cauchy", options);\n}\n\n',
    );
    copy.edit("src/kernels/constructors.ts", "  Chi2Kernel,\n", "  CauchyKernel,\n");
    copy.edit("src/entries/index.ts", "  chi2,\n", "  cauchy,\n");
    copy.edit("src/kernels/fields.ts", "  matern: {", "  cauchy: { gamma },\n");
    copy.edit("src/kernels/parameters.ts", "  matern: [", '  cauchy: ["gamma"],\n');
    copy.edit("src/kernels/psd.ts", '    case "matern":', '    case "cauchy":\n');
    copy.edit(
      "src/kernels/describe.ts",
      '    case "matern":',
      '    case "cauchy":\n      return "1/(1 + ".concat(gammaTimes(kernel.gamma), "‖x − z‖²)");\n',
    );
    copy.edit("src/kernels/feature-space.ts", '    case "chi2":', '    case "cauchy":\n');
    copy.edit("src/kernels/features.ts", '    case "matern":', '    case "cauchy":\n');
    copy.edit(
      "src/kernels/evaluate.ts",
      '    case "matern":',
      '    case "cauchy":\n      return 1 / (1 + resolveGamma(kernel.gamma, d) * squaredDistance(x, z, 1));\n',
    );
    copy.edit("src/kernels/constant-diagonal.ts", '    case "matern":', '    case "cauchy":\n');
    copy.edit("src/tuning/bounds.ts", '    case "laplacian":\n', '    case "cauchy":\n      break;\n');
    copy.edit("src/kernels/rounding.ts", '    case "rationalQuadratic":', '    case "cauchy":\n');
    copy.edit(
      "src/program/chain.ts",
      '    case "constant":\n',
      '    case "cauchy":\n      return opcode === Opcode.RationalQuadratic ? [{ number: "gamma", sum: 0, factor: 1 }] : [];\n',
    );
    copy.edit(
      "src/program/encode.ts",
      '    case "matern":\n      return [...squared',
      '    case "cauchy":\n      return [pairs(Opcode.SquaredDistance, view), { opcode: Opcode.RationalQuadratic, exponent: 1, factor: resolveGamma(kernel.gamma, d) }];\n',
    );
    expect(copy.filesWithErrors()).toEqual([]);
  });

  it("and it is a kernel like the others: formula, laws, fit, JSON", async () => {
    const library = (await copy.bundled("bundle")) as Awaited<ReturnType<typeof copy.bundled>> & {
      cauchy(options: { gamma: number }): mercer.Kernel;
    };
    const kernel = library.cauchy({ gamma: 0.5 });
    expectRounded(library.gram(kernel, [[0], [2]]).data[1], 1 / 3, 4);
    library.requireKernelLaws(kernel, { stationary: true });
    expect(library.describe(kernel)).toBe("1/(1 + 0.5‖x − z‖²)");
    const model = library.fit(library.kernelRidge({ kernel, lambda: 1e-6 }), [[0], [1], [2]], [1, 2, 4]);
    const restored = library.fromJSON(JSON.parse(JSON.stringify(library.toJSON(model)))) as typeof model;
    expect(library.predict(restored, [[0.5]])).toEqual(library.predict(model, [[0.5]]));
  });
});
