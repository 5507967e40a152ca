/** f and its slope at a place t along a line. */
export interface Trial {
  readonly t: number;
  readonly value: number;
  readonly slope: number;
}

/** The best point so far, with a slope toward the other end; between them lies a minimum once the bracket is closed. */
export interface Bracket<T extends Trial> {
  readonly best: T;
  readonly other: T;
  readonly isClosed: boolean;
}

/**
 * The bracket with one more trial in it, and where to look next: at the minimum of a cubic, a parabola or a secant through what is known, and at `far` where
 * nothing is known to stop before. Of f less `tilt` times t.
 *
 * Source: Moré and Thuente, 1994, section 4.
 */
export function refine<T extends Trial>(bracket: Bracket<T>, now: T, tilt: number, far: number) {
  const tilted = ({ t, value, slope }: Trial): Trial => ({ t, value: value - tilt * t, slope: slope - tilt });
  const [best, other, p] = [tilted(bracket.best), tilted(bracket.other), tilted(now)];
  const opposite = p.slope * Math.sign(best.slope) < 0;
  const t = nextStep({ best, other, isClosed: bracket.isClosed }, p, opposite, far);
  if (p.value > best.value) return { t, bracket: { best: bracket.best, other: now, isClosed: true } };
  return { t, bracket: { best: now, other: opposite ? bracket.best : bracket.other, isClosed: bracket.isClosed || opposite } };
}

function nextStep({ best, other, isClosed }: Bracket<Trial>, p: Trial, opposite: boolean, far: number): number {
  if (p.value > best.value) {
    const [cubic, parabola] = [cubicMinimum(best, p), parabolaMinimum(best, p)];
    return Math.abs(cubic - best.t) < Math.abs(parabola - best.t) ? cubic : cubic + (parabola - cubic) / 2;
  }
  if (opposite) return fartherFrom(p.t, cubicMinimum(p, best), secant(p, best));
  if (Math.abs(p.slope) < Math.abs(best.slope)) {
    const cubic = cubicMinimum(p, best);
    const isAhead = (cubic - p.t) * (p.t - best.t) > 0;
    if (!isClosed) return Math.min(fartherFrom(p.t, isAhead ? cubic : far, secant(p, best)), far);
    const nearer = nearerTo(p.t, isAhead ? cubic : other.t, secant(p, best));
    const limit = p.t + 0.66 * (other.t - p.t);
    return p.t > best.t ? Math.min(limit, nearer) : Math.max(limit, nearer);
  }
  return isClosed ? cubicMinimum(p, other) : far;
}

/** Of the cubic with the values and slopes of a and b. */
function cubicMinimum(a: Trial, b: Trial): number {
  const theta = (3 * (a.value - b.value)) / (b.t - a.t) + a.slope + b.slope;
  const size = Math.max(Math.abs(theta), Math.abs(a.slope), Math.abs(b.slope));
  const root = size * Math.sqrt(Math.max(0, (theta / size) * (theta / size) - (a.slope / size) * (b.slope / size)));
  const gamma = b.t < a.t ? -root : root;
  return a.t + ((gamma - a.slope + theta) / (2 * gamma - a.slope + b.slope)) * (b.t - a.t);
}

/** Of the parabola with both values and the slope of a. */
function parabolaMinimum(a: Trial, b: Trial): number {
  return a.t + (a.slope / ((a.value - b.value) / (b.t - a.t) + a.slope) / 2) * (b.t - a.t);
}

/** Where the slope would be 0 if it were a line. */
function secant(a: Trial, b: Trial): number {
  return a.t + (a.slope / (a.slope - b.slope)) * (b.t - a.t);
}

function fartherFrom(t: number, a: number, b: number): number {
  return Math.abs(a - t) > Math.abs(b - t) ? a : b;
}

function nearerTo(t: number, a: number, b: number): number {
  return Math.abs(a - t) < Math.abs(b - t) ? a : b;
}
