import { compensatedDot } from "../../support/oracles";
import { plain } from "./read";
import type { Fault, Judge } from "./types";

const near = (fault: string, found: number, right: number, room = 1e-12): Fault | null =>
  Math.abs(found - right) <= room * Math.abs(right) + Number.MIN_VALUE * 8 ? null : [fault, `${found} for ${right}`];

/** Σ w over the range of ordinary numbers only, so that the oracle itself is right. */
const ordinary = (values: Float64Array): boolean =>
  values.every((value) => value === 0 || (Math.abs(value) > 1e-100 && Math.abs(value) < 1e100));

function errorsOf(args: Parameters<Judge>[0]["args"]): Float64Array | null {
  const [a, b] = [plain(args[0]), plain(args[1])];
  if (!a || !b || a.cols !== 1 || b.cols !== 1 || !ordinary(a.data) || !ordinary(b.data)) return null;
  const errors = a.data.map((value, i) => value - (b.data[i] as number));
  return ordinary(errors) ? errors : null;
}

interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Each row is left out exactly once, and never trained on then. */
function partitionLaw(n: number, splits: readonly Split[]): Fault | null {
  const seen = new Int32Array(n);
  for (const { train, test } of splits) {
    for (const row of test) seen[row] = (seen[row] as number) + 1;
    const both = new Set([...train, ...test]);
    if (both.size !== n || train.length + test.length !== n) return ["a split is no partition", `${train.length} + ${test.length} of ${n}`];
  }
  return seen.every((count) => count === 1) ? null : ["a row is not left out once", seen.join()];
}

interface Found {
  readonly x: Float64Array;
  readonly value: number;
  readonly converged: boolean;
}

/** Laws of measures, splits, distributions and searches. */
export const SUMS: Readonly<Record<string, Judge>> = {
  "mercer.rmse": ({ args }, _, value) => {
    const e = errorsOf(args);
    return (
      e &&
      near(
        "rmse",
        value as number,
        Math.sqrt(
          compensatedDot(
            0,
            e.length,
            (i) => e[i] as number,
            (i) => e[i] as number,
          ) / e.length,
        ),
      )
    );
  },
  "mercer.mae": ({ args }, _, value) => {
    const e = errorsOf(args);
    return (
      e &&
      near(
        "mae",
        value as number,
        compensatedDot(
          0,
          e.length,
          (i) => Math.abs(e[i] as number),
          () => 1,
        ) / e.length,
      )
    );
  },
  "mercer.kFold": ({ args }, _, value) => partitionLaw(args[0] as number, value as Split[]),
  "mercer.groupKFold": ({ args }, _, value) => partitionLaw((args[0] as unknown[]).length, value as Split[]),
  "mercer.stratifiedKFold": ({ args }, _, value) => partitionLaw((args[0] as unknown[]).length, value as Split[]),
  "mercer.trainTestSplit": ({ args }, _, value) => {
    const { train, test } = value as Split;
    return new Set([...train, ...test]).size === args[0] && train.length + test.length === args[0]
      ? null
      : ["a split is no partition", `${train.length} + ${test.length}`];
  },
  "mercer.normalCdf": (_, [x], value) =>
    (value as number) >= 0 && (value as number) <= 1 && ((x as number) < 0 ? (value as number) <= 0.5 : (value as number) >= 0.5)
      ? null
      : ["no probability", String(value)],
  "mercer.studentCdf": (_, [x], value) =>
    (value as number) >= 0 && (value as number) <= 1 && ((x as number) < 0 ? (value as number) <= 0.5 : (value as number) >= 0.5)
      ? null
      : ["no probability", String(value)],
  "mercer.minimize": ({ args }, built, value) => {
    if (!JSON.stringify(args[0]).includes('"bowl"')) return null;
    const { x, value: least } = value as Found;
    const { lower, upper } = (built[2] ?? {}) as { lower?: number[]; upper?: number[] };
    if (x.some((one, k) => one < (lower?.[k] ?? -Infinity) || one > (upper?.[k] ?? Infinity))) return ["outside of the bounds", x.join()];
    return least === x.reduce((sum, one) => sum + (one - 1) ** 2, 0) ? null : ["another value than at x", String(least)];
  },
  "mercer.standardize": ({ args }, _, value) => {
    const X = plain(args[0]);
    const { X: made } = value as { X: { data: Float64Array; cols: number; rows: number } };
    if (!X || made.rows !== X.rows || !made.data.every((one) => Math.abs(one) <= Math.sqrt(X.rows) * (1 + 1e-9)))
      return X ? ["beyond √n deviations", String(Math.max(...made.data))] : null;
    return null;
  },
};
