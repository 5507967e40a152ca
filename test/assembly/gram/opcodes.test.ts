import { describe, expect, it } from "vitest";
import { Opcode } from "../../../assembly/gram/program";
import { createBench } from "../../support/core";
import { assemble } from "../../support/programs";

const bench = createBench();
const known = new Set(Object.values(Opcode).filter((value) => typeof value === "number"));
const unknown = Array.from({ length: 70 }, (_, at) => at - 5).filter((opcode) => !known.has(opcode));

describe("an opcode that is not listed", () => {
  it.each(unknown)("traps, and no kernel runs in its place: %i", (opcode) => {
    bench.clear();
    const program = bench.vector(assemble(bench.tile, [[Opcode.Constant, 1], [opcode as Opcode]]));
    const K = bench.matrix(3, 3, null);
    const run = (): number => bench.core.gramRectangular(program.address, 3, 3, K.address, 3);
    expect(run).toThrow(WebAssembly.RuntimeError);
    expect(run).toThrow("unreachable");
  });

  it.each(unknown)("traps where derivatives are asked for, too: %i", (opcode) => {
    bench.clear();
    const program = bench.vector(assemble(bench.tile, [[Opcode.Constant, 1], [opcode as Opcode]]));
    const routes = bench.vector(Float64Array.of(0, -1, -1, -1, 1, -1, -1, -1));
    const backward = bench.vector(Float64Array.of(program.address, routes.address, 2, 0, 2, 4, 0));
    const weights = bench.vector(Float64Array.of(0, 0, 0, 1, 0, bench.vector(Float64Array.of(1, 1, 1, 1)).address));
    const sums = bench.vector(new Float64Array(4));
    const run = (): number => bench.core.gramDerivative(backward.address, weights.address, 3, 3, false, 1, sums.address, 1);
    expect(run).toThrow("unreachable");
  });
});
