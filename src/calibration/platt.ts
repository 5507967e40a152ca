import { mercerError } from "../errors";
import { exp, log, log1p } from "../special/elementary";

/** p = 1/(1 + e^−(slope h + offset)) */
export interface Line {
  readonly slope: number;
  readonly offset: number;
}

/** Steps of Newton's method; less of a step than that is none. */
const STEPS = 100;
const SHORTEST = 1e-10;

/** A decrease, relative to the loss, of which its values cannot tell: the step to the minimum is then as good as its gradient. */
const INVISIBLE = 1e-13;

/**
 * Platt's scaling: the line that minimises −Σ t_i log p_i + (1 − t_i) log(1 − p_i), with the targets t = (P + 1)/(P + 2) for the P points of the class and
 * 1/(N + 2) for the N others, by Newton's method with steps back.
 *
 * Source: H.-T. Lin, C.-J. Lin and R. C. Weng, A note on Platt's probabilistic outputs for support vector machines, 2007; their 10⁻¹² on the diagonal of the
 * Hessian is left out, since values that are not all equal make it positive definite.
 *
 * @throws "argument" for values that are all equal, "not-finite" for a slope beyond the numbers
 */
export function plattScaling(values: Float64Array, isMember: (i: number) => boolean): Line {
  const size = values.reduce((most, h) => Math.max(most, Math.abs(h)), 0);
  if (values.every((h) => h === values[0])) {
    throw mercerError("argument", `all decision values are ${values[0]}; nothing can be told from them`, { argument: "decisions" });
  }
  // values of size 1 at most
  const f = values.map((h) => h / size);
  const members = f.reduce((count, _, i) => count + (isMember(i) ? 1 : 0), 0);
  const others = f.length - members;
  const targets = f.map((_, i) => (isMember(i) ? (members + 1) / (members + 2) : 1 / (others + 2)));
  let line: Line = { slope: 0, offset: log((members + 1) / (others + 1)) };
  let loss = lossOf(line, f, targets);
  for (let step = 0; step < STEPS; step++) {
    const { slope, offset, promised } = newtonStep(line, f, targets);
    if (-promised <= INVISIBLE * loss) {
      line = moved(line, slope, offset, 1);
      break;
    }
    let share = 1;
    let next = moved(line, slope, offset, share);
    let less = lossOf(next, f, targets);
    while (less > loss + 1e-4 * share * promised && share >= SHORTEST) {
      share /= 2;
      next = moved(line, slope, offset, share);
      less = lossOf(next, f, targets);
    }
    if (share < SHORTEST) break;
    [line, loss] = [next, less];
  }
  const slope = line.slope / size;
  if (Number.isFinite(slope)) return { slope, offset: line.offset };
  const message = `the decision values are at most ${size}, so small that the slope is beyond the numbers; multiply them by a power of ten`;
  throw mercerError("not-finite", message, { argument: "decisions", value: slope });
}

function moved(line: Line, slope: number, offset: number, share: number): Line {
  return { slope: line.slope + share * slope, offset: line.offset + share * offset };
}

/** Σ_i log(1 + e^z_i) − t_i z_i, z = slope f + offset */
function lossOf({ slope, offset }: Line, f: Float64Array, targets: Float64Array): number {
  return f.reduce((sum, value, i) => {
    const z = slope * value + offset;
    return sum + log1p(exp(-Math.abs(z))) + Math.max(z, 0) - (targets[i] as number) * z;
  }, 0);
}

/** −H⁻¹g, and gᵀ times that. */
function newtonStep({ slope, offset }: Line, f: Float64Array, targets: Float64Array) {
  let [g1, g2, h11, h21, h22] = [0, 0, 0, 0, 0];
  f.forEach((value, i) => {
    const z = slope * value + offset;
    const e = exp(-Math.abs(z));
    const p = (z < 0 ? e : 1) / (1 + e);
    const curvature = e / ((1 + e) * (1 + e));
    const rest = p - (targets[i] as number);
    g1 += value * rest;
    g2 += rest;
    h11 += value * value * curvature;
    h21 += value * curvature;
    h22 += curvature;
  });
  const determinant = h11 * h22 - h21 * h21;
  const [a, b] = [-(h22 * g1 - h21 * g2) / determinant, -(h11 * g2 - h21 * g1) / determinant];
  return { slope: a, offset: b, promised: g1 * a + g2 * b };
}
