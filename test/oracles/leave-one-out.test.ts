import { describe, expect, it } from "vitest";
import { crossValidate, kernelRidge, lambdaPath, leaveOneOut, type Matrix, selectLambda } from "../../src/entries/index";
import { type FixtureKernel, withKernel } from "../support/fixture-kernels";
import { compare, type Fixture, readFixtures, type Tolerance, toleranceOf } from "../support/fixtures";

interface Row {
  readonly lambda: number;
  readonly loo_pred: readonly number[];
  readonly edf: number;
  readonly gcv: number;
  readonly loo_mse: number;
  readonly tol_loo_abs: number;
  readonly tol_rel: number;
}

interface LeaveOneOutFixture extends Fixture {
  readonly kind: "loo_gcv";
  readonly inputs: { readonly X: Matrix; readonly y: readonly number[] };
  readonly params: { readonly kernel: FixtureKernel; readonly lambdas: readonly number[]; readonly fold_of_row?: readonly number[] };
  readonly expected: {
    readonly per_lambda: readonly Row[];
    readonly best_lambda_loo: number;
    readonly best_lambda_gcv: number;
    readonly kfold_pred_per_lambda?: Matrix;
    readonly kfold_mse_per_lambda?: readonly number[];
  };
}

const cases = withKernel(readFixtures<LeaveOneOutFixture>("g_gp_loo_gcv", "loo_gcv"));

describe("leave-one-out and cross-validation against MPFR", () => {
  it("there are five", () => expect(cases).toHaveLength(5));

  describe.each(cases)("$id", ({ kernel, inputs: { X, y }, params, expected, ...fixture }) => {
    const mse = (h: ArrayLike<number>): number => y.reduce((sum, value, i) => sum + (value - (h[i] as number)) ** 2, 0) / y.length;

    it("all criteria of all λ at once", () => {
      const { looError, gcv, effectiveDimension, best, lambdas } = lambdaPath(kernelRidge({ kernel }), X, y, params.lambdas);
      expect(lambdas).toEqual(Float64Array.from(params.lambdas));
      expected.per_lambda.forEach((row, at) => {
        const tolerance = { rel: row.tol_rel, abs: 0 };
        expect(compare("looError", [looError[at] as number], [row.loo_mse], tolerance)).toBeNull();
        expect(compare("gcv", [gcv[at] as number], [row.gcv], tolerance)).toBeNull();
        expect(compare("edf", [effectiveDimension[at] as number], [row.edf], tolerance)).toBeNull();
      });
      expect([best.leaveOneOut, best.gcv]).toEqual([expected.best_lambda_loo, expected.best_lambda_gcv]);
      expect(selectLambda(kernelRidge({ kernel }), X, y, params.lambdas).best).toBe(expected.best_lambda_loo);
    });

    it.each(["cholesky", "auto"] as const)("what is predicted without each row, solver %s", (solver) => {
      for (const { lambda, loo_pred, tol_loo_abs } of expected.per_lambda) {
        const { predictions, residuals } = leaveOneOut(kernelRidge({ kernel, lambda, solver }), X, y);
        expect(compare("predictions", predictions, loo_pred, { rel: 0, abs: tol_loo_abs })).toBeNull();
        expect(
          compare(
            "residuals",
            residuals,
            loo_pred.map((h, i) => (y[i] as number) - h),
            { rel: 0, abs: tol_loo_abs },
          ),
        ).toBeNull();
      }
    });

    const folds = params.fold_of_row;
    if (!folds) return;
    it("what is predicted without each fold, from a factor and by refits", () => {
      const { kfold_pred_per_lambda: want, kfold_mse_per_lambda: errors } = expected as Required<typeof expected>;
      const bounds = (toleranceOf({ ...fixture, expected }, "kfold_pred_per_lambda") as Required<Tolerance>).abs_per_row;
      const tolerance = toleranceOf({ ...fixture, expected }, "kfold_mse_per_lambda");
      params.lambdas.forEach((lambda, at) => {
        const row = want.data.subarray(at * want.cols, (at + 1) * want.cols);
        for (const [solver, route] of [
          ["cholesky", "factor"],
          ["lu", "refits"],
        ] as const) {
          const found = crossValidate(kernelRidge({ kernel, lambda, solver }), X, y, { folds: folds });
          expect(found.route).toBe(route);
          expect(found.foldOfRow).toEqual(Int32Array.from(folds));
          expect(
            compare("predictions", found.predictions, row as unknown as readonly number[], { rel: 0, abs: bounds[at] as number }),
          ).toBeNull();
          expect(compare("error", [mse(found.predictions)], [errors[at] as number], tolerance)).toBeNull();
        }
      });
    });
  });
});
