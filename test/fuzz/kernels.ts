import type { Scene } from "./scene";
import { callTerm, functionTerm, type Term } from "./term";

type Leaf = (s: Scene) => Term;

const lengthScale: Leaf = (s) => (s.draw.chance(0.7) ? s.size() : s.draw.list(s.d, () => s.size()));
const gamma: Leaf = (s) => (s.draw.chance(0.3) ? "auto" : s.size());
const made =
  (name: string, options: (s: Scene) => Term): Leaf =>
  (s) =>
    callTerm(`mercer.${name}`, options(s));
const bare =
  (name: string): Leaf =>
  () =>
    callTerm(`mercer.${name}`);

/** Arguments of every constructor of a kernel of points. */
export const LEAVES: Readonly<Record<string, Leaf>> = {
  linear: (s) => (s.draw.chance(0.8) ? callTerm("mercer.linear") : callTerm("mercer.linear", { metric: metric(s) })),
  polynomial: made("polynomial", (s) => ({
    degree: s.draw.integer(0, 4),
    ...s.draw.some<Term>(0.5, { gamma: () => gamma(s), coef0: () => s.draw.pick([0, 1, 0.5]) }),
  })),
  rbf: made("rbf", (s) =>
    s.draw.chance(0.6) ? { gamma: gamma(s) } : s.draw.chance(0.5) ? { lengthScale: lengthScale(s) } : { sigma: s.size() },
  ),
  laplacian: made("laplacian", (s) => ({ gamma: gamma(s) })),
  exponential: made("exponential", (s) => ({ lengthScale: lengthScale(s) })),
  matern: made("matern", (s) => ({
    nu: s.draw.chance(0.9) ? s.draw.pick([0.5, 1.5, 2.5]) : { $: "number", of: "Infinity" },
    lengthScale: lengthScale(s),
  })),
  rationalQuadratic: made("rationalQuadratic", (s) => ({ alpha: s.size(), lengthScale: lengthScale(s) })),
  periodic: made("periodic", (s) => ({
    period: s.size(),
    lengthScale: s.size(),
    ...s.draw.some<Term>(0.3, { metric: () => s.draw.pick(["euclidean", "per-feature"]) }),
  })),
  sigmoid: made("sigmoid", (s) => ({ gamma: gamma(s), coef0: s.draw.pick([0, 1, -1]) })),
  cosine: bare("cosine"),
  chi2: made("chi2", (s) => ({ gamma: s.size() })),
  additiveChi2: bare("additiveChi2"),
  allSubsets: bare("allSubsets"),
  anova: made("anova", (s) => ({ degree: s.draw.integer(0, 3) })),
  constant: (s) => callTerm("mercer.constant", s.size()),
  white: (s) => callTerm("mercer.white", s.size()),
  precomputed: bare("precomputed"),
  custom: (s) =>
    callTerm(
      "mercer.custom",
      functionTerm(
        s.draw.pick([
          "gaussian",
          "dot",
          "reentrantKernel",
          "writingKernel",
          "throwsKernel",
          "badNaNKernel",
          "badTextKernel",
          "badAsymmetricKernel",
          "badHugeKernel",
        ]),
      ),
      ...(s.draw.chance(0.5) ? [{ psd: s.draw.chance(0.7) }] : []),
    ),
  fromFeatures: (s) => callTerm("mercer.fromFeatures", map(s)),
};

export function map(s: Scene): Term {
  return functionTerm(
    s.draw.pick([
      "squares",
      "squares",
      "reentrantMap",
      "writingMap",
      "sameMap",
      "constantMap",
      "throwsMap",
      "badEmptyMap",
      "badRaggedMap",
      "badNaNMap",
      "badNoMap",
      "badGrowingMap",
    ]),
  );
}

const USUAL = ["rbf", "rbf", "rbf", "linear", "polynomial", "laplacian", "matern", "rationalQuadratic", "exponential"];
const RARE = Object.keys(LEAVES);

export function leaf(s: Scene): Term {
  const name = s.draw.pick(s.benign || s.draw.chance(0.75) ? USUAL : RARE);
  return (LEAVES[name] as Leaf)(s);
}

/** Arguments of every constructor of a kernel out of kernels. */
export const NODES: Readonly<Record<string, (s: Scene, depth: number) => Term>> = {
  add: (s, depth) => callTerm("mercer.add", ...s.draw.list(s.draw.integer(1, 3), () => kernel(s, depth))),
  multiply: (s, depth) => callTerm("mercer.multiply", ...s.draw.list(s.draw.integer(1, 3), () => kernel(s, depth))),
  scale: (s, depth) => callTerm("mercer.scale", s.draw.chance(0.9) ? s.size() : -1, kernel(s, depth)),
  power: (s, depth) => callTerm("mercer.power", kernel(s, depth), s.draw.integer(0, 4)),
  exponentiate: (s, depth) => callTerm("mercer.exponentiate", kernel(s, depth)),
  normalize: (s, depth) => callTerm("mercer.normalize", kernel(s, depth)),
  onColumns: (s, depth) =>
    callTerm(
      "mercer.onColumns",
      s.draw.list(s.draw.integer(1, s.d), () => s.draw.integer(0, s.d - 1)),
      kernel(s, depth),
    ),
  mapInputs: (s, depth) => callTerm("mercer.mapInputs", map(s), kernel(s, depth)),
  multiplier: (s, depth) =>
    callTerm("mercer.multiplier", functionTerm(s.draw.pick(["factor", "unit", "throwsFactor", "badNaNFactor"])), kernel(s, depth)),
};

const COMPOSITIONS = Object.keys(NODES);

export function kernel(s: Scene, depth = 2): Term {
  if (depth === 0 || s.draw.chance(0.7)) return leaf(s);
  const name = s.draw.chance(0.6) ? s.draw.pick(["add", "multiply", "scale"]) : s.draw.pick(COMPOSITIONS);
  return (NODES[name] as (s: Scene, depth: number) => Term)(s, depth - 1);
}

function metric(s: Scene): Term {
  const { d } = s;
  const values = s.draw.list(d * d, (k) => (k % (d + 1) === 0 ? 2 : 0.5));
  return s.matrixOf(values, d, d);
}

/** Features for the linear estimators: kernels with finitely many, or a map. */
export function features(s: Scene): Term {
  const kind = s.draw.uniform();
  if (kind < 0.5) return callTerm("mercer.linear");
  if (kind < 0.75) return callTerm("mercer.polynomial", { degree: s.draw.integer(1, 3), gamma: s.size() });
  if (kind < 0.85) return map(s);
  return kernel(s, 1);
}
