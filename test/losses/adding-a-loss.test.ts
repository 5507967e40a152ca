import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type * as mercer from "../../src/entries/index";
import { CopyOfSources, ROOT } from "../support/copy-of-sources";

/**
 * CONTRIBUTING.md, "Adding a loss", carried out on a copy of the sources: the loss √(1 + e²) − 1, e = h − y, smooth and of slopes below 1. The core is
 * compiled with it, too. The compiler names the place; a row there is all there is to do.
 */
const copy = new CopyOfSources(["src", "build", "assembly", "scripts", "asconfig.json", "package.json"]);
afterAll(() => copy.remove());

/** `npm run build:wasm`, but for the relaxed core, and optimised little, which takes a third of the time. */
function compileCore(): void {
  const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: copy.folder, stdio: "pipe" });
  run(join(ROOT, "node_modules/assemblyscript/bin/asc.js"), "assembly/index.ts", "--target", "release", "--optimizeLevel", "1");
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

const PLACES = ["formula.ts"];

describe("adding a loss", () => {
  it("a file of its own and a member of the union, and the compiler names the place", () => {
    copy.edit("assembly/iterate/terms.ts", "  Poisson = 8,\n", "  PseudoHuber = 9,\n");
    writeFileSync(join(copy.folder, "src/losses/pseudo-huber.ts"), FORMULA);
    copy.edit(
      "src/losses/spec.ts",
      'import type { QuantileLoss } from "./quantile";',
      'import type { PseudoHuberLoss } from "./pseudo-huber";\n',
    );
    copy.edit("src/losses/spec.ts", "  | PoissonLoss\n", "  | PseudoHuberLoss\n");
    expect(copy.filesWithErrors()).toEqual(PLACES);
  });

  it("a row in the table there, and it compiles", () => {
    copy.edit(
      "src/losses/formula.ts",
      'import { quantile, quantileFormula } from "./quantile";',
      'import { pseudoHuber, pseudoHuberFormula } from "./pseudo-huber";\n',
    );
    copy.edit("src/losses/formula.ts", "  poisson: {", "  pseudoHuber: { make: pseudoHuber, formula: () => pseudoHuberFormula },\n");
    copy.edit(
      "src/entries/index.ts",
      "export { type QuantileLoss,",
      'export { type PseudoHuberLoss, pseudoHuber } from "../losses/pseudo-huber";\n',
    );
    expect(copy.filesWithErrors()).toEqual([]);
  });

  it("until the core has it, too, it is a trap there; then it is a loss like the others: laws and descent", {
    timeout: 300_000,
  }, async () => {
    const load = async (name: string) =>
      (await copy.bundled(name)) as Awaited<ReturnType<typeof copy.bundled>> & { pseudoHuber(): mercer.Loss };
    const before = await load("before");
    const fitted = (m: Awaited<ReturnType<typeof load>>) =>
      m.fit(m.kernelDescent({ kernel: m.linear(), loss: m.pseudoHuber(), iterations: 2000 }), [[1], [1], [1]], [0, 1, 100]);
    before.requireLossLaws(before.pseudoHuber());
    expect(() => fitted(before)).toThrow(/unreachable/);

    copy.edit(
      "assembly/iterate/loss.ts",
      "      case Loss.Quantile:\n",
      "      case Loss.PseudoHuber:\n        value = sqrt(1 + u * u) - 1;\n        slope = u / sqrt(1 + u * u);\n        break;\n",
    );
    compileCore();
    const after = await load("after");
    const [h] = after.predict(fitted(after), [[1]]);
    // the slopes of the three points add up to 0
    const slope = (e: number): number => e / Math.sqrt(1 + e * e);
    const at = h as number;
    expect(Math.abs(slope(at) + slope(at - 1) + slope(at - 100))).toBeLessThan(1e-6);
    expect(after.describeLoss(after.pseudoHuber())).toBe("√(1 + (h − y)²) − 1");
  });
});
