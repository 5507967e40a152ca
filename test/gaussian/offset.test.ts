import { expect, it } from "vitest";
import { fit, gaussianProcess, predict, rbf } from "../../src/entries/index";

const X = Array.from({ length: 12 }, (_, i) => [i / 3, ((i * i) % 7) / 5]);
const plane = ([a, b]: readonly number[]): number => 2 * (a as number) - 3 * (b as number);

it("an offset that is large beside the range of y goes into the constant of a trend, and into no slope", () => {
  const process = gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 0.1, trend: "linear" });
  const y = X.map((x) => 1e6 + plane(x));
  const model = fit(process, X, y);
  const [constant, a, b] = model.trendCoefficients as Float64Array;
  // y is a plane: what the kernel adds is rounding of 1e6
  expect(Math.abs((constant as number) - 1e6)).toBeLessThan(1e-6);
  expect(Math.abs((a as number) - 2) + Math.abs((b as number) + 3)).toBeLessThan(1e-6);
  expect(Math.abs((predict(model, [[9, -4]])[0] as number) - (1e6 + plane([9, -4])))).toBeLessThan(1e-5);
});
