import { mercerError } from "../errors";
import { factorGrid, timesGrid, unwhitenGrid, whitenGrid } from "../kronecker/factor";
import { sumOfLogs } from "../matrix/logarithm";
import type { KernelPoints } from "../problem/points";
import type { Watch } from "../progress";
import { coefficientOf } from "../series/terms";
import { enoughNoise } from "./breakdown";
import type { Structure } from "./structure";
import type { StructuredFactor } from "./structured-factor";

type OnGrid = Extract<Structure, { readonly kind: "kronecker" }>;

/** K + N of a full grid and a product kernel, by the eigenvalues of each axis. */
export function gridFactor(points: KernelPoints, { grid, separable }: OnGrid, noise: Float64Array, progress: Watch): StructuredFactor {
  const { n } = points;
  const own = noise[0] as number;
  const white = separable.noises.reduce((sum, term) => sum + coefficientOf(term), 0);
  const total = own + white;
  const factor = factorGrid(grid, separable, total, progress);
  const { values, norm } = factor;
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  if (!(least > 0)) throw notPositive(n, least, own, norm);
  const sizes = grid.axes.map(({ length }) => length).join(" × ");
  return {
    order: grid.order,
    noise: new Float64Array(n).fill(total),
    logDeterminant: sumOfLogs(values),
    norm: () => norm + total,
    reason: `X is a grid of ${sizes}, and the kernel a product over the features: eigenvalues of each axis, exact`,
    numbers: 4,
    whiten: (C, c) => whitenGrid(factor, C, c),
    unwhiten: (W, c) => unwhitenGrid(factor, W, c),
    times: (alpha, t) => timesGrid(factor, alpha, t),
    found: { kind: "kronecker", points, factor },
  };
}

function notPositive(n: number, value: number, noise: number, norm: number): Error {
  const message = `K + noise is not positive definite: its least eigenvalue is ${value.toPrecision(3)}; ${enoughNoise(noise, n, norm)}`;
  return mercerError("not-positive-definite", message, { pivot: n - 1, value });
}
