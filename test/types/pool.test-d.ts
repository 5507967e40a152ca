import { describe, expectTypeOf, it } from "vitest";
import type * as mercer from "../../src/entries/index";
import { linear, scale } from "../../src/entries/index";
import type * as linalg from "../../src/entries/linalg";
import type { Pool } from "../../src/entries/pool";
import type { Values } from "../../src/matrix";
import type { RegressionModel } from "../../src/models/model";
import type { Verb } from "../../src/worker/verb-names";

type Library = typeof mercer & typeof linalg;

/** A verb without a function of its name in the library is an error here. */
type Synchronous = Pick<Library, Verb>;

type Parameters = readonly unknown[];

/** Parameters and result of up to eight overloads in their order, type parameters at their bounds. Fewer are preceded by copies of the first. */
type Overloads<Function> = Function extends {
  (...args: infer P1): infer R1;
  (...args: infer P2): infer R2;
  (...args: infer P3): infer R3;
  (...args: infer P4): infer R4;
  (...args: infer P5): infer R5;
  (...args: infer P6): infer R6;
  (...args: infer P7): infer R7;
  (...args: infer P8): infer R8;
}
  ? [[P1, R1], [P2, R2], [P3, R3], [P4, R4], [P5, R5], [P6, R6], [P7, R7], [P8, R8]]
  : never;

type Has<Key extends string, Parameter> = Key extends keyof Exclude<Parameter, undefined> ? true : false;
type AnyHas<Key extends string, P extends Parameters> = true extends { [I in keyof P]: Has<Key, P[I]> }[number] ? true : false;

/** Who watches: as the verb has it, or among its options, or after all else. */
type Watched<P extends Parameters> =
  AnyHas<"signal", P> extends true
    ? P
    : AnyHas<"tolerance", P> extends true
      ? { [I in keyof P]: Has<"tolerance", P[I]> extends true ? Exclude<P[I], undefined> & mercer.WatchOptions : P[I] }
      : [...P, watching?: mercer.WatchOptions];

type Promised<O extends readonly unknown[]> = {
  [I in keyof O]: O[I] extends [infer P extends Parameters, infer R] ? [Watched<P>, Promise<R>] : never;
};

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** The verbs of which a parameter or a result is not what the synchronous one has. */
type Drifting<P> = {
  [V in Verb]: V extends keyof P ? (Same<Overloads<P[V]>, Promised<Overloads<Synchronous[V]>>> extends true ? never : V) : V;
}[Verb];

describe("the verbs of a pool", () => {
  it("have the overloads of the synchronous ones, with who watches, as promises", () => {
    expectTypeOf<Drifting<Pool>>().toEqualTypeOf<never>();
  });

  it("are all there, and nothing else but threads and close", () => {
    expectTypeOf<Exclude<keyof Pool, "threads" | "close">>().toEqualTypeOf<Verb>();
  });

  it("that differ are told by name", () => {
    type Changed<V extends Verb, F> = Drifting<Omit<Pool, V> & Record<V, F>>;
    type Points = mercer.Points;
    type Watching = mercer.WatchOptions;
    expectTypeOf<Drifting<Omit<Pool, "eigh">>>().toEqualTypeOf<"eigh">();
    expectTypeOf<Changed<"gram", (kernel: mercer.Kernel, X: Points, Z?: Points) => Promise<mercer.Matrix>>>().toEqualTypeOf<"gram">();
    expectTypeOf<
      Changed<"gram", (kernel: mercer.Kernel, X: Points, Z: Points, watching?: Watching) => Promise<mercer.Matrix>>
    >().toEqualTypeOf<"gram">();
    expectTypeOf<
      Changed<"gramDiagonal", (kernel: mercer.Kernel, X: Points, watching?: Watching) => Promise<number[]>>
    >().toEqualTypeOf<"gramDiagonal">();
    expectTypeOf<
      Changed<"score", (model: RegressionModel, X: Points, y: Values | mercer.MatrixLike, watching?: Watching) => Promise<number>>
    >().toEqualTypeOf<"score">();
    expectTypeOf<Changed<"pinv", (A: mercer.MatrixLike, options?: linalg.RankOptions) => Promise<mercer.Matrix>>>().toEqualTypeOf<"pinv">();
  });
});

describe("types are inferred as by the synchronous verbs", () => {
  const pool = {} as Pool;
  const X: mercer.Points = [1, 2];
  const classifier = {} as mercer.KernelClassifier;
  const words = {} as mercer.ClassifierModel<"a" | "b">;

  it("labels", () => {
    expectTypeOf(pool.fit(classifier, X, ["a", "b"] as const)).toEqualTypeOf<Promise<mercer.ClassifierModel<"a" | "b">>>();
    expectTypeOf(pool.classify(words, X)).toEqualTypeOf<Promise<("a" | "b")[]>>();
    expectTypeOf(pool.score(words, X, ["a", "b"])).toEqualTypeOf<Promise<number>>();
  });

  it("targets", () => {
    expectTypeOf(pool.predict({} as mercer.KernelModel<Float64Array>, X)).toEqualTypeOf<Promise<Float64Array>>();
    expectTypeOf(pool.predict({} as mercer.LinearModel<mercer.Matrix>, X)).toEqualTypeOf<Promise<mercer.Matrix>>();
  });

  it("features", () => {
    pool.featureMatrix(scale(2, linear()), X);
    // @ts-expect-error: a negative multiple has no real features
    pool.featureMatrix(scale(-1, linear()), X);
  });
});
