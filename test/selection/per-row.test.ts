import { expect, it } from "vitest";
import { crossValidate, fit, gaussianProcess, groupedNoise, kFold, predict, rbf } from "../../src/entries/index";
import * as tables from "../../src/entries/table";
import { expectError } from "../support/errors";

const X = Array.from({ length: 12 }, (_, i) => [i / 3]);
const y = X.map(([x], i) => Math.sin(x as number) + 0.1 * ((i * i) % 5));
const kernel = rbf({ lengthScale: 1 });
const noise = X.map((_, i) => 0.05 + i / 20);
const groups = X.map((_, i) => i % 2);
const pick = <T>(list: readonly T[], rows: ArrayLike<number>): T[] => Array.from(rows, (row) => list[row] as T);

it("the noise of each row is held out with its row", () => {
  const { predictions } = crossValidate(gaussianProcess({ kernel, noise }), X, y, { folds: 4 });
  const grouped = crossValidate(gaussianProcess({ kernel, noise: groupedNoise({ groups, variances: [0.1, 0.5] }) }), X, y, { folds: 4 });
  for (const { train, test } of kFold(12, { folds: 4 })) {
    const model = fit(gaussianProcess({ kernel, noise: pick(noise, train) }), pick(X, train), pick(y, train));
    expect(pick(Array.from(predictions as Float64Array), test)).toEqual(Array.from(predict(model, pick(X, test))));
    const each = fit(
      gaussianProcess({ kernel, noise: pick(groups, train).map((group) => [0.1, 0.5][group] as number) }),
      pick(X, train),
      pick(y, train),
    );
    expect(pick(Array.from(grouped.predictions as Float64Array), test)).toEqual(Array.from(predict(each, pick(X, test))));
  }
  expectError("shape", () => crossValidate(gaussianProcess({ kernel, noise: [1, 2] }), X, y, { folds: 4 }), { argument: "noise" });
});

it("and left out with a row of a table that a rule leaves out", () => {
  const rows = X.map(([x], i) => ({ x: i === 4 ? null : x, y: y[i] }));
  const made = tables.onTable({ recipe: { target: "y", missing: "drop" }, estimator: gaussianProcess({ kernel, noise }) });
  const kept = [...X.keys()].filter((i) => i !== 4);
  const model = fit(gaussianProcess({ kernel, noise: pick(noise, kept) }), pick(X, kept), pick(y, kept));
  expect(tables.predict(tables.fit(made, rows), [{ x: 0.4 }])).toEqual(predict(model, [[0.4]]));
  expect(tables.crossValidate(made, rows, { folds: 3 }).scores).toHaveLength(3);
});
