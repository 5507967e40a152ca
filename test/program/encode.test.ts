import { describe, expect, it } from "vitest";
import { Opcode, WORDS } from "../../assembly/gram/program";
import {
  add,
  anova,
  constant,
  cosine,
  type Kernel,
  laplacian,
  linear,
  mapInputs,
  matern,
  multiply,
  normalize,
  onColumns,
  periodic,
  polynomial,
  power,
  precomputed,
  rationalQuadratic,
  rbf,
  scale,
  sigmoid,
  white,
} from "../../src/entries/index";
import { resolveKernel } from "../../src/kernels/resolve";
import { type Code, codeOf } from "../../src/program/code";
import { encode } from "../../src/program/encode";
import { operandsOf } from "../../src/program/instruction";
import { sideBy } from "../../src/program/side";
import type { PointView } from "../../src/program/views";
import { expectError } from "../support/errors";
import { COMPOSITES, NON_NEGATIVE_KERNELS, VECTOR_KERNELS, WHITE_KERNELS } from "../support/kernels";

const sample = Float64Array.of(1, 2, 3);

function code(kernel: Kernel, x = sample, training = true): Code {
  const points = { rows: 1, cols: x.length, data: x };
  const side = sideBy(() => new Float64Array(1), points);
  const featuresOf = (view: PointView): number => side.view(view).cols;
  return codeOf(encode(resolveKernel(kernel, side.pointAt(0)), featuresOf, training), featuresOf);
}

const opcodes = (kernel: Kernel, x = sample, training = true): string[] =>
  code(kernel, x, training).instructions.map(({ opcode }) => Opcode[opcode] as string);

describe("encode", () => {
  it.each<[Kernel, string[]]>([
    [linear(), ["InnerProduct", "RequireFinite"]],
    [polynomial(), ["InnerProduct", "Affine", "IntegerPower", "RequireFinite"]],
    [rbf(), ["SquaredDistance", "Exponential"]],
    [rbf({ lengthScale: [1, 2, 3] }), ["ScaledSquaredDistance", "Exponential"]],
    [laplacian(), ["ManhattanDistance", "Exponential"]],
    [matern({ nu: 0.5, lengthScale: 1 }), ["SquaredDistance", "Root", "Exponential"]],
    [matern({ nu: 1.5, lengthScale: [1, 2, 3] }), ["ScaledSquaredDistance", "Matern"]],
    [matern({ nu: 2.5, lengthScale: 1 }), ["SquaredDistance", "Matern"]],
    [rationalQuadratic({ alpha: 1, lengthScale: 1 }), ["SquaredDistance", "RationalQuadratic", "RequireFinite"]],
    [cosine(), ["InnerProduct", "Normalize"]],
    [add(linear(), constant(1)), ["Constant", "InnerProduct", "Add", "RequireFinite"]],
    [multiply(rbf(), laplacian()), ["ManhattanDistance", "Exponential", "SquaredDistance", "Exponential", "Multiply"]],
  ])("%j", (kernel, expected) => {
    expect(opcodes(kernel)).toEqual(expected);
  });

  it.each([...VECTOR_KERNELS, ...NON_NEGATIVE_KERNELS, ...COMPOSITES, ...WHITE_KERNELS])(
    "$name: leaves one tile, and says how deep the stack gets",
    ({ kernel }) => {
      const { instructions, depth, slots } = code(kernel(3));
      let height = 0;
      let deepest = 0;
      const kept = new Set<number>();
      for (const instruction of instructions) {
        const { opcode } = instruction;
        // the numbers of program.ts: leaves below 20, then joins, maps from 30 on
        if (opcode < 20) height++;
        else if (opcode < 30) height--;
        deepest = Math.max(deepest, height + 1);
        expect(height).toBeGreaterThan(0);
        if (opcode === Opcode.Keep) kept.add(instruction.slot);
        if (opcode === Opcode.Fetch) expect(kept.has(instruction.slot)).toBe(true);
        expect(operandsOf(instruction).length).toBeLessThan(WORDS);
      }
      expect(height).toBe(1);
      expect(depth).toBe(deepest);
      expect(kept.size).toBe(slots);
    },
  );

  it("white noise is a diagonal in training, and 0 otherwise", () => {
    expect(opcodes(white(2))).toEqual(["Diagonal", "RequireFinite"]);
    expect(code(white(2), sample, false).instructions[0]).toEqual({ opcode: Opcode.Constant, value: 0 });
  });

  it("shares distances and inner products between parts on the same view, and on no other", () => {
    const shared = add(rbf({ gamma: 1 }), rbf({ gamma: 2 }), rationalQuadratic({ alpha: 1, lengthScale: 2 }));
    expect(opcodes(shared).filter((name) => name === "SquaredDistance")).toHaveLength(1);
    expect(opcodes(shared).filter((name) => name === "Fetch")).toHaveLength(2);
    const apart = add(
      rbf({ gamma: 1 }),
      onColumns([0, 1], rbf({ gamma: 2 })),
      mapInputs((x) => x, rbf({ gamma: 1 })),
    );
    expect(opcodes(apart).filter((name) => name === "SquaredDistance")).toHaveLength(3);
    expect(code(apart).slots).toBe(0);
    const scales = add(rbf({ lengthScale: [1, 2, 3] }), matern({ nu: 1.5, lengthScale: [1, 2, 3] }), rbf({ lengthScale: [3, 2, 1] }));
    expect(opcodes(scales).filter((name) => name === "ScaledSquaredDistance")).toHaveLength(2);
    expect(code(add(anova({ degree: 1 }), power(anova({ degree: 2 }), 2))).slots).toBe(0);
  });

  it("periodic: one distance on one feature, products of sines and cosines, or the euclidean one", () => {
    const wave = { period: 1, lengthScale: 1 };
    expect(opcodes(periodic(wave), Float64Array.of(1))).toEqual(["ManhattanDistance", "SquaredSine", "Exponential", "RequireFinite"]);
    expect(opcodes(periodic(wave))).toEqual(["SquaredDistance", "Root", "SquaredSine", "Exponential", "RequireFinite"]);
    const perFeature = periodic({ ...wave, metric: "per-feature" });
    expect(opcodes(perFeature)).toEqual(["SquaredCrossProducts", "Exponential", "RequireFinite"]);
    expect(opcodes(onColumns([1], perFeature))).toEqual(["ManhattanDistance", "SquaredSine", "Exponential", "RequireFinite"]);
    expect(opcodes(onColumns([1], periodic(wave)))).toEqual(["ManhattanDistance", "SquaredSine", "Exponential", "RequireFinite"]);
  });

  it("checks for overflow unless the kernel is bounded", () => {
    const checked = (kernel: Kernel): boolean => opcodes(kernel).at(-1) === "RequireFinite";
    for (const kernel of [rbf(), cosine(), multiply(rbf(), laplacian()), power(rbf(), 3), onColumns([0], rbf())])
      expect(checked(kernel)).toBe(false);
    for (const kernel of [linear(), add(rbf(), linear()), scale(1e300, rbf()), normalize(rbf()), constant(1), sigmoid()])
      expect(checked(kernel)).toBe(true);
  });

  it("a precomputed matrix has no features to choose or map", () => {
    expectError("kernel", () => code(onColumns([0], precomputed() as Kernel)));
    expectError("kernel", () => code(mapInputs((x) => x, precomputed() as Kernel)));
  });
});
