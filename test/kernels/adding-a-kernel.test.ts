import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as mercer from "../../src/entries/index";
import type * as testing from "../../src/entries/testing";

/**
 * CONTRIBUTING.md, "Adding a kernel", carried out on a copy of the sources: the Cauchy kernel k(x, z) = 1/(1 + γ‖x − z‖²), which existing opcodes can say.
 * The compiler names the places; what it names is all there is to do.
 */
const root = fileURLToPath(new URL("../..", import.meta.url));
const copy = mkdtempSync(join(tmpdir(), "mercer-kernel-"));

beforeAll(() => {
  for (const part of ["src", "build", "assembly", "package.json"]) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});
afterAll(() => rmSync(copy, { recursive: true }));

/** Puts `added` in front of the first `before`. */
function edit(file: string, before: string, added: string): void {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  expect(text, `${file} has ${before}`).toContain(before);
  writeFileSync(
    path,
    text.replace(before, () => added + before),
  );
}

/** The files that do not compile. */
function filesWithErrors(): string[] {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile).config, ts.sys, copy);
  const program = ts.createProgram([join(copy, "src/entries/index.ts"), join(copy, "src/entries/testing.ts")], { ...options, types: [] });
  const files = program.getSemanticDiagnostics().map(({ file }) => basename(file?.fileName ?? ""));
  return [...new Set(files)].sort();
}

const PLACES = ["describe.ts", "encode.ts", "evaluate.ts", "feature-space.ts", "psd.ts", "read.ts", "resolve.ts", "rounding.ts"];

describe("adding a kernel", () => {
  it("a member of the union, and the compiler lists the places", () => {
    edit(
      "src/kernels/spec.ts",
      "/** A length scale for all features",
      '/** k(x, z) = 1/(1 + γ‖x − z‖²) */\nexport interface CauchyKernel extends Kernel {\n  readonly kind: "cauchy";\n  readonly gamma: Gamma;\n}\n\n',
    );
    edit("src/kernels/spec.ts", "  | MaternKernel\n", "  | CauchyKernel\n");
    expect(filesWithErrors()).toEqual(PLACES);
  });

  it("a case in each of them and a constructor, and it compiles", () => {
    edit(
      "src/kernels/constructors.ts",
      "/** k(x, z) = e^(−‖(x − z)/ℓ‖)",
      'export function cauchy(options: { gamma?: Gamma } = {}): CauchyKernel {\n  return { kind: "cauchy", gamma: readGamma(options.gamma) };\n}\n\n',
    );
    edit("src/kernels/constructors.ts", "  Chi2Kernel,\n", "  CauchyKernel,\n");
    edit("src/entries/index.ts", "  chi2,\n", "  cauchy,\n");
    edit("src/kernels/read.ts", '    case "matern":', '    case "cauchy":\n      return cauchy(spec);\n');
    edit("src/kernels/read.ts", "  chi2,\n", "  cauchy,\n");
    edit("src/kernels/resolve.ts", '    case "sigmoid":', '    case "cauchy":\n');
    edit("src/kernels/psd.ts", '    case "matern":', '    case "cauchy":\n');
    edit(
      "src/kernels/describe.ts",
      '    case "matern":',
      '    case "cauchy":\n      return "1/(1 + ".concat(gammaTimes(kernel.gamma), "‖x − z‖²)");\n',
    );
    edit("src/kernels/feature-space.ts", '    case "chi2":', '    case "cauchy":\n');
    edit(
      "src/kernels/evaluate.ts",
      '    case "matern":',
      '    case "cauchy":\n      return 1 / (1 + resolveGamma(kernel.gamma, d) * squaredDistance(x, z, 1));\n',
    );
    edit("src/kernels/rounding.ts", '    case "rationalQuadratic":', '    case "cauchy":\n');
    edit(
      "src/program/encode.ts",
      '    case "matern":\n      return [...squared',
      '    case "cauchy":\n      return [pairs(Opcode.SquaredDistance, view), { opcode: Opcode.RationalQuadratic, exponent: 1, factor: resolveGamma(kernel.gamma, d) }];\n',
    );
    expect(filesWithErrors()).toEqual([]);
  });

  it("and it is a kernel like the others: formula, laws, fit, JSON", async () => {
    const outfile = join(copy, "bundle.mjs");
    const contents = 'export * from "./src/entries/index"; export * from "./src/entries/testing";';
    await build({ stdin: { contents, resolveDir: copy, loader: "ts" }, outfile, bundle: true, format: "esm", logLevel: "error" });
    const library = (await import(/* @vite-ignore */ pathToFileURL(outfile).href)) as typeof mercer &
      typeof testing & { cauchy(options: { gamma: number }): mercer.Kernel };
    const kernel = library.cauchy({ gamma: 0.5 });
    expect(library.gram(kernel, [[0], [2]]).data[1]).toBeCloseTo(1 / 3, 15);
    library.requireKernelLaws(kernel, { stationary: true });
    expect(library.describe(kernel)).toBe("1/(1 + 0.5‖x − z‖²)");
    const model = library.fit(library.kernelRidge({ kernel, lambda: 1e-6 }), [[0], [1], [2]], [1, 2, 4]);
    const restored = library.fromJSON(JSON.parse(JSON.stringify(library.toJSON(model)))) as typeof model;
    expect(library.predict(restored, [[0.5]])).toEqual(library.predict(model, [[0.5]]));
  });
});
