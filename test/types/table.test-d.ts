import { describe, expectTypeOf, it } from "vitest";
import type * as mercer from "../../src/entries/index";
import * as tables from "../../src/entries/table";

const cars = [{ mpg: 18, hp: 130, origin: "USA" }];
const ridge = {} as mercer.KernelRidge;
const one = tables.onTable({ recipe: tables.recipe({ target: "mpg" }), estimator: ridge });
const several = tables.onTable({ recipe: { target: ["mpg", "hp"] }, estimator: ridge });
const process = tables.onTable({ recipe: { target: { name: "mpg", missing: "drop" } }, estimator: {} as mercer.GaussianProcess });
const classifier = tables.onTable({ recipe: { target: "origin" }, estimator: {} as mercer.KernelClassifier });

describe("what is fitted to a table", () => {
  it("is the model of its estimator, with vectors for one target and matrices for a list", () => {
    expectTypeOf(tables.fit(one, cars)).toEqualTypeOf<tables.TableModel<mercer.KernelModel<Float64Array>>>();
    expectTypeOf(tables.fit(several, cars)).toEqualTypeOf<tables.TableModel<mercer.KernelModel<mercer.Matrix>>>();
    expectTypeOf(tables.fit(process, cars).model).toEqualTypeOf<mercer.GaussianProcessModel<Float64Array>>();
    expectTypeOf(tables.fit(classifier, cars).model.classes).toEqualTypeOf<readonly mercer.Label[]>();
    const line = tables.onTable({ recipe: { target: "mpg" }, estimator: {} as mercer.LeastSquares });
    expectTypeOf(tables.fit(line, cars).model.weights).toEqualTypeOf<Float64Array>();
  });

  it("predicts in that shape", () => {
    expectTypeOf(tables.predict(tables.fit(one, cars), cars)).toEqualTypeOf<Float64Array>();
    expectTypeOf(tables.predict(tables.fit(several, cars), cars)).toEqualTypeOf<mercer.Matrix>();
    expectTypeOf(tables.predictor(tables.fit(one, cars))).toEqualTypeOf<tables.RowPredictor<number>>();
    expectTypeOf(tables.predictDistribution(tables.fit(process, cars), cars).mean).toEqualTypeOf<Float64Array>();
    expectTypeOf(tables.crossValidate(one, cars).predictions).toEqualTypeOf<Float64Array>();
    expectTypeOf(tables.crossValidate(classifier, cars).predictions).toEqualTypeOf<readonly mercer.Label[]>();
    expectTypeOf(tables.leaveOneOut(several, cars).residuals).toEqualTypeOf<mercer.Matrix>();
    expectTypeOf(tables.tune(process, cars).estimator).toEqualTypeOf<typeof process>();
    expectTypeOf(tables.trainTestSplit(cars).test).toEqualTypeOf<typeof cars>();
  });
});

describe("what does not compile", () => {
  it("verbs of another kind of model", () => {
    // @ts-expect-error a classifier has classes
    tables.predict(tables.fit(classifier, cars), cars);
    // @ts-expect-error only a process has a distribution
    tables.predictDistribution(tables.fit(one, cars), cars);
    // @ts-expect-error intervals are of one target
    tables.predictInterval(several, cars, cars);
    // @ts-expect-error an estimator of points takes points
    tables.fit(ridge, cars);
  });

  it("misspelt words", () => {
    // @ts-expect-error there is no such kind
    tables.recipe({ target: "mpg", columns: { hp: "number" } });
    // @ts-expect-error there is no such rule
    tables.recipe({ target: "mpg", missing: "zero" });
    // @ts-expect-error there is no such part
    tables.recipe({ target: "mpg", columns: { year: { kind: "date", parts: ["second"] } } });
    // @ts-expect-error there is no such option
    tables.crossValidate(one, cars, { fold: 3 });
    // @ts-expect-error a table has rows, or columns
    tables.fit(one, 5);
  });

  it("rows and columns of any type of the caller's do compile", () => {
    interface Car {
      readonly mpg: number;
      readonly built: Date | null;
    }
    expectTypeOf(tables.score(tables.fit(one, [] as readonly Car[]), [] as Car[])).toEqualTypeOf<number>();
    expectTypeOf(tables.predict(tables.fit(one, cars), { mpg: Float64Array.of(1), built: [new Date(0)] })).toEqualTypeOf<Float64Array>();
  });
});
