import { symmetric, uniform } from "./numbers.mjs";

const A = uniform(300, 270, 15);
const square = uniform(270, 270, 16);
const indefinite = symmetric(150, 17);
const B = uniform(270, 3, 18);
const b = B.data.slice(0, 270);
const thin = uniform(300, 12, 19);
const tall = uniform(3000, 21, 33);
/** 300 × 24, of rank 12. */
const deficient = {
  rows: 300,
  cols: 24,
  data: Float64Array.from({ length: 7200 }, (_, at) => thin.data[Math.floor(at / 24) * 12 + (at % 12)]),
};
const definite = (m) => m.add(m.laplacian(), m.white(0.1));

export const linearAlgebraJobs = {
  matmul: (m) => m.matmul(A, square),
  "matmul, views": (m) => m.matmul({ data: A.data, shape: [270, 300], stride: [1, 270] }, A),
  syrk: (m) => m.syrk(A),
  Cholesky: async (m) => all(m.cholesky(await m.gram(definite(m), A)), ["L", "logDet", "conditionEstimate"], uniform(300, 3, 20)),
  LU: (m) => all(m.lu(square), ["L", "U", "permutation", "logDet", "determinantSign", "conditionEstimate"], B),
  LDL: (m) => all(m.ldl(indefinite), ["L", "D", "permutation", "inertia", "logDet", "conditionEstimate"], uniform(150, 3, 21)),
  "pivoted Cholesky": async (m) =>
    all(m.pivotedCholesky(await m.gram(definite(m), thin)), ["L", "pivots", "residualTrace", "rank", "logDet"], uniform(300, 3, 22)),
  "pivoted Cholesky, low rank": (m) =>
    all(m.pivotedCholesky(m.syrk(thin), { tolerance: 1e-9 }), ["L", "pivots", "residualTrace", "rank"], thin),
  QR: (m) => all(m.qr(A), ["Q", "R", "conditionEstimate"], thin),
  "QR, pivoting": (m) => all(m.qr(square, { pivoting: true }), ["Q", "R", "pivots", "rank", "logDet", "conditionEstimate"], B),
  eigh: (m) => m.eigh(symmetric(300, 30)),
  "eigh, equal eigenvalues": (m) => m.eigh(m.syrk(thin)),
  lstsq: (m) => m.lstsq(thin, uniform(300, 1, 23).data),
  "lstsq, deficient": (m) => m.lstsq(deficient, uniform(300, 2, 24)),
  "lstsq, tall": async (m) => [
    await m.lstsq(tall, uniform(3000, 2, 31)),
    await m.lstsq(tall, uniform(3000, 1, 32).data, { refine: false }),
  ],
  pinv: (m) => m.pinv(deficient),
  solve: (m) => [m.solve(square, b), m.solve(square, B)],
};

export const featureJobs = {
  "features, linear": (m) => m.featureMatrix(m.linear(), thin),
  "features, polynomial": (m) => m.featureMatrix(m.polynomial({ gamma: 0.3, degree: 5, coef0: 0.7 }), uniform(60, 4, 25)),
  "features, all subsets": (m) => m.featureMatrix(m.allSubsets(), uniform(60, 6, 26)),
  "features, ANOVA": (m) => m.featureMatrix(m.anova({ degree: 3 }), uniform(60, 6, 27)),
  "features, cosine": (m) => m.featureMatrix(m.cosine(), uniform(60, 6, 28)),
  "features, composed": (m) =>
    m.featureMatrix(
      m.normalize(m.add(m.multiply(m.linear(), m.polynomial({ degree: 2 })), m.scale(0.3, m.constant(2)))),
      uniform(60, 4, 29),
    ),
};

function all(factorisation, names, right) {
  return [names.map((name) => factorisation[name]), factorisation.solve(right)];
}
