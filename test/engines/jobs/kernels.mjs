import { uniform } from "./numbers.mjs";

/** A length scale for each of seven features. */
const scales = [1, 2, 3, 4, 5, 6, 7];

/** Every family of kernels, and what makes kernels of kernels: functions of the library, for points of seven features. */
export const kernels = {
  linear: (m) => m.linear(),
  "linear with a metric": (m) => m.linear({ metric: m.syrk(uniform(7, 9, 5)) }),
  polynomial: (m) => m.polynomial({ degree: 3, coef0: 0.5 }),
  "polynomial of degree 40": (m) => m.polynomial({ gamma: 0.1, degree: 40 }),
  Gaussian: (m) => m.rbf({ gamma: 0.1 }),
  "Gaussian of sigma": (m) => m.rbf({ sigma: 1.3 }),
  "Gaussian per feature": (m) => m.rbf({ lengthScale: scales }),
  Laplacian: (m) => m.laplacian({ gamma: 0.2 }),
  exponential: (m) => m.exponential({ lengthScale: 1.1 }),
  "exponential per feature": (m) => m.exponential({ lengthScale: scales }),
  "Matérn 3/2": (m) => m.matern({ nu: 1.5, lengthScale: 0.9 }),
  "Matérn 5/2": (m) => m.matern({ nu: 2.5, lengthScale: scales }),
  "rational quadratic": (m) => m.rationalQuadratic({ alpha: 0.7, lengthScale: 1.2 }),
  "rational quadratic per feature": (m) => m.rationalQuadratic({ alpha: 300, lengthScale: scales }),
  periodic: (m) => m.periodic({ period: 0.8, lengthScale: 1.5 }),
  "periodic per feature": (m) => m.periodic({ period: 0.8, lengthScale: 1.5, metric: "per-feature" }),
  sigmoid: (m) => m.sigmoid({ gamma: 0.3, coef0: -0.2 }),
  cosine: (m) => m.cosine(),
  "all subsets": (m) => m.allSubsets(),
  ANOVA: (m) => m.anova({ degree: 3 }),
  constant: (m) => m.constant(0.3),
  white: (m) => m.white(0.3),
  sum: (m) => m.add(m.rbf({ gamma: 0.1 }), m.matern({ nu: 1.5, lengthScale: 0.9 }), m.white(0.1)),
  product: (m) => m.multiply(m.linear(), m.laplacian({ gamma: 0.2 })),
  scaled: (m) => m.scale(0.7, m.rbf({ gamma: 0.1 })),
  power: (m) => m.power(m.add(m.linear(), m.constant(1)), 5),
  "exponential of a kernel": (m) => m.exponentiate(m.scale(0.3, m.linear())),
  normalized: (m) => m.normalize(m.polynomial({ degree: 3, coef0: 0.5 })),
  "on columns": (m) => m.onColumns([1, 4, 6], m.rbf({ gamma: 0.4 })),
};

/** For points that are not negative. */
export const kernelsOnCounts = {
  "χ²": (m) => m.chi2({ gamma: 0.6 }),
  "additive χ²": (m) => m.additiveChi2(),
};
