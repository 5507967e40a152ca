import { execFileSync } from "node:child_process";
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
 * CONTRIBUTING.md, "Adding a loss", carried out on a copy of the sources: the loss √(1 + e²) − 1, e = h − y, smooth and of slopes below 1. The core is
 * compiled with it, too. The compiler names the places; what it names is all there is to do.
 */
const root = fileURLToPath(new URL("../..", import.meta.url));
const copy = mkdtempSync(join(tmpdir(), "mercer-loss-"));

beforeAll(() => {
  for (const part of ["src", "build", "assembly", "scripts", "asconfig.json", "package.json"])
    cpSync(join(root, part), join(copy, part), { recursive: true });
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

/** `npm run build:wasm`, but for the relaxed core. */
function compileCore(): void {
  const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: copy, stdio: "pipe" });
  run(join(root, "node_modules/assemblyscript/bin/asc.js"), "assembly/index.ts", "--target", "release");
  run("scripts/embed-wasm.mjs");
}

const FORMULA = `import { Loss } from "../../assembly/iterate/terms";
import { readOptions } from "../input";
import type { LossFormula } from "./formula";

/** With e = h − y: √(1 + e²) − 1 */
export interface PseudoHuberLoss {
  readonly kind: "pseudoHuber";
}

export function pseudoHuber(options: { readonly kind?: string } = {}): PseudoHuberLoss {
  readOptions<object>(options, "pseudoHuber", {});
  return { kind: "pseudoHuber" };
}

export const pseudoHuberFormula: LossFormula = {
  value: (h, y) => Math.sqrt(1 + (h - y) * (h - y)) - 1,
  slope: (h, y) => (h - y) / Math.sqrt(1 + (h - y) * (h - y)),
  bend: (u) => (1 - u * u) * Math.sqrt(1 - u * u),
  conjugate: (u, y) => (Math.abs(u) <= 1 ? u * y + 1 - Math.sqrt(1 - u * u) : Infinity),
  curvature: 1,
  kinks: false,
  degree: null,
  targets: "numbers",
  text: "√(1 + (h − y)²) − 1",
  code: Loss.PseudoHuber,
  parameter: 0,
};
`;

const PLACES = ["formula.ts", "read.ts", "scaled.ts"];

describe("adding a loss", () => {
  it("a file of its own and a member of the union, and the compiler lists the places", () => {
    edit("assembly/iterate/terms.ts", "  Poisson = 8,\n", "  PseudoHuber = 9,\n");
    writeFileSync(join(copy, "src/losses/pseudo-huber.ts"), FORMULA);
    edit(
      "src/losses/spec.ts",
      'import type { QuantileLoss } from "./quantile";',
      'import type { PseudoHuberLoss } from "./pseudo-huber";\n',
    );
    edit("src/losses/spec.ts", "  | PoissonLoss\n", "  | PseudoHuberLoss\n");
    expect(filesWithErrors()).toEqual(PLACES);
  });

  it("a case in each of them, and it compiles", () => {
    edit(
      "src/losses/formula.ts",
      'import { quantileFormula } from "./quantile";',
      'import { pseudoHuberFormula } from "./pseudo-huber";\n',
    );
    edit("src/losses/formula.ts", '    case "poisson":', '    case "pseudoHuber":\n      return pseudoHuberFormula;\n');
    edit("src/losses/read.ts", 'import { quantile } from "./quantile";', 'import { pseudoHuber } from "./pseudo-huber";\n');
    edit("src/losses/read.ts", '    case "poisson":', '    case "pseudoHuber":\n      return pseudoHuber(loss);\n');
    edit("src/losses/scaled.ts", '    case "poisson":', '    case "pseudoHuber":\n');
    edit(
      "src/entries/index.ts",
      "export { type QuantileLoss,",
      'export { type PseudoHuberLoss, pseudoHuber } from "../losses/pseudo-huber";\n',
    );
    expect(filesWithErrors()).toEqual([]);
  });

  it("until the core has it, too, it is a trap there; then it is a loss like the others: laws and descent", {
    timeout: 300_000,
  }, async () => {
    const outfile = join(copy, "bundle.mjs");
    const contents = 'export * from "./src/entries/index"; export * from "./src/entries/testing";';
    const load = async (name: string) => {
      await build({ stdin: { contents, resolveDir: copy, loader: "ts" }, outfile, bundle: true, format: "esm", logLevel: "error" });
      cpSync(outfile, join(copy, name));
      return (await import(/* @vite-ignore */ pathToFileURL(join(copy, name)).href)) as typeof mercer &
        typeof testing & { pseudoHuber(): mercer.Loss };
    };
    const before = await load("before.mjs");
    const fitted = (m: Awaited<ReturnType<typeof load>>) =>
      m.fit(m.kernelDescent({ kernel: m.linear(), loss: m.pseudoHuber(), iterations: 2000 }), [[1], [1], [1]], [0, 1, 100]);
    before.requireLossLaws(before.pseudoHuber());
    expect(() => fitted(before)).toThrow(/unreachable/);

    edit(
      "assembly/iterate/loss.ts",
      "      case Loss.Quantile:\n",
      "      case Loss.PseudoHuber:\n        value = sqrt(1 + u * u) - 1;\n        slope = u / sqrt(1 + u * u);\n        break;\n",
    );
    compileCore();
    const after = await load("after.mjs");
    const [h] = after.predict(fitted(after), [[1]]);
    // the slopes of the three points add up to 0
    const slope = (e: number): number => e / Math.sqrt(1 + e * e);
    const at = h as number;
    expect(Math.abs(slope(at) + slope(at - 1) + slope(at - 100))).toBeLessThan(1e-6);
    expect(after.describeLoss(after.pseudoHuber())).toBe("√(1 + (h − y)²) − 1");
  });
});
