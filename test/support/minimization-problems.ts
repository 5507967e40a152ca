import { type Jet, sum } from "./jet";

type F = (x: Jet[]) => Jet;

/** Two variables. */
const plane =
  (f: (a: Jet, b: Jet) => Jet): F =>
  (x) =>
    f(x[0] as Jet, x[1] as Jet);

const square = (x: Jet): Jet => x.power(2);

/** (element, its index counted from 1) */
const each = (x: readonly Jet[], term: (v: Jet, i: number) => Jet): Jet => sum(x.map((v, at) => term(v, at + 1)));

/** Neighbours. */
const pairs = (x: readonly Jet[], term: (a: Jet, b: Jet, i: number) => Jet): Jet =>
  sum(x.slice(1).map((b, at) => term(x[at] as Jet, b, at + 1)));

const rosenbrock: F = (x) =>
  pairs(x, (a, b) =>
    square(b.minus(square(a)))
      .times(100)
      .plus(square(a.minus(1))),
  );

const wood: F = (x) => {
  const [a, b, c, d] = x as [Jet, Jet, Jet, Jet];
  return sum([
    square(b.minus(square(a))).times(100),
    square(a.minus(1)),
    square(d.minus(square(c))).times(90),
    square(c.minus(1)),
    square(b.minus(1))
      .plus(square(d.minus(1)))
      .times(10.1),
    b.minus(1).times(d.minus(1)).times(19.8),
  ]);
};

const powell: F = (x) => {
  const [a, b, c, d] = x as [Jet, Jet, Jet, Jet];
  return sum([square(a.plus(b.times(10))), square(c.minus(d)).times(5), b.minus(c.times(2)).power(4), a.minus(d).power(4).times(10)]);
};

const beale: F = plane((a, b) =>
  sum(
    [1, 2, 3].map((k) =>
      square(
        a
          .times(b.power(k))
          .minus(a)
          .plus([1.5, 2.25, 2.625][k - 1] as number),
      ),
    ),
  ),
);

const styblinski: F = (x) => each(x, (v) => v.power(4).minus(square(v).times(16)).plus(v.times(5)).times(0.5));

const quadratic: F = (x) => each(x, (v, i) => square(v.minus(1)).times(10 ** ((6 * (i - 1)) / (x.length - 1)) / 2));

const coupled: F = (x) => pairs(x, (a, b) => square(a.minus(b)).times(1000)).plus(each(x, (v, i) => square(v.minus(i - 1)).times(0.01)));

/** Σ x_i² for terms that get worse with i: (Σ c_i t_i)² + (Σ c_i t_i)⁴ */
const bowl = (s: Jet): Jet => square(s).plus(s.power(4));

/** The functions of minimization.json, by name. */
export const PROBLEMS: Readonly<Record<string, F>> = {
  "Rosenbrock, 2": rosenbrock,
  "Rosenbrock, 10": rosenbrock,
  "Rosenbrock, Hock-Schittkowski 1": rosenbrock,
  "Rosenbrock, bound at the minimum": rosenbrock,
  "Rosenbrock, minimum outside": rosenbrock,
  "Hock-Schittkowski 3": plane((a, b) => b.plus(square(b.minus(a)).times(1e-5))),
  "Hock-Schittkowski 4": plane((a, b) =>
    a
      .plus(1)
      .power(3)
      .times(1 / 3)
      .plus(b),
  ),
  "Hock-Schittkowski 5": plane((a, b) => sum([a.plus(b).sin(), square(a.minus(b)), a.times(-1.5), b.times(2.5)]).plus(1)),
  "Hock-Schittkowski 38": wood,
  "Hock-Schittkowski 45": (x) =>
    x
      .reduce((product, v) => product.times(v))
      .times(-1 / 120)
      .plus(2),
  "Hock-Schittkowski 110": (x) =>
    each(x, (v) => square(v.minus(2).log()).plus(square(v.times(-1).plus(10).log()))).minus(
      x.reduce((product, v) => product.times(v)).power(0.2),
    ),
  "extended Rosenbrock with bounds": (x) => square((x[0] as Jet).minus(1)).plus(pairs(x, (a, b) => square(b.minus(square(a))).times(4))),
  "Powell's singular function": powell,
  "Powell's singular function, bounded": powell,
  Beale: beale,
  "Beale, bounded": beale,
  "Styblinski-Tang, 5": styblinski,
  "Styblinski-Tang, minima outside": styblinski,
  "quadratic, condition 1e6": quadratic,
  "quadratic, condition 1e6, bounded": quadratic,
  "coupled quadratic": coupled,
  "coupled quadratic, bounded": coupled,
  "Brown, badly scaled": plane((a, b) => sum([square(a.minus(1e6)), square(b.minus(2e-6)), square(a.times(b).minus(2))])),
  "Broyden, tridiagonal": (x) =>
    each(x, (v, i) => {
      const own = v.times(3).minus(square(v).times(2)).plus(1);
      const before = x[i - 2] ? own.minus(x[i - 2] as Jet) : own;
      return square(x[i] ? before.minus((x[i] as Jet).times(2)) : before);
    }),
  "penalty function": (x) => each(x, (v) => square(v.minus(1)).times(1e-5)).plus(square(each(x, square).minus(0.25))),
  "variably dimensioned": (x) => each(x, (v) => square(v.minus(1))).plus(bowl(each(x, (v, i) => v.minus(1).times(i)))),
  "Dixon-Price": (x) => square((x[0] as Jet).minus(1)).plus(pairs(x, (a, b, i) => square(square(b).times(2).minus(a)).times(i + 1))),
  Zakharov: (x) => each(x, square).plus(bowl(each(x, (v, i) => v.times(i / 2)))),
  Booth: plane((a, b) => square(a.plus(b.times(2)).minus(7)).plus(square(a.times(2).plus(b).minus(5)))),
  Himmelblau: plane((a, b) => square(square(a).plus(b).minus(11)).plus(square(a.plus(square(b)).minus(7)))),
  "three-hump camel": plane((a, b) => sum([square(a).times(2), a.power(4).times(-1.05), a.power(6).times(1 / 6), a.times(b), square(b)])),
};
