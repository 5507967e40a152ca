import { symmetric, uniform } from "./numbers.mjs";

const X = uniform(80, 4, 11);
const { data: y } = uniform(80, 1, 12);
/** The last point is the first again. */
const repeated = { ...X, data: X.data.map((value, at) => (at < 316 ? value : X.data[at - 316])) };

export const diagnosisJobs = {
  "diagnosis of a kernel": async (m) => withoutWords(await m.diagnose(m.rbf({ gamma: 2 }), X, y)),
  "diagnosis of a repeated point": async (m) => withoutWords(await m.diagnose(m.laplacian(), repeated, y)),
  "diagnosis of too few features": async (m) => withoutWords(await m.diagnose(m.allSubsets(), X, y)),
  "diagnosis of a matrix": async (m) => withoutWords(await m.diagnose(symmetric(60, 13), y.slice(0, 60))),
  "diagnosis of an asymmetric matrix": async (m) => withoutWords(await m.diagnose(uniform(60, 60, 14), y.slice(0, 60))),
};

function withoutWords({ explanation, ...diagnosis }) {
  return diagnosis;
}
