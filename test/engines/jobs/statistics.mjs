import { fitted, substance } from "./model.mjs";
import { positive, uniform } from "./numbers.mjs";

const n = 9000;
const X = uniform(n, 3, 51);
const Y = uniform(n, 2, 52);
const y = Y.data.slice(0, n).map((value, i) => value / 3 + X.data[3 * i] - X.data[3 * i + 1] ** 2);
const weights = positive(n, 1, 53).data;
const few = { rows: 700, cols: 3, data: X.data.slice(0, 2100) };
const part = (from, to) => ({ rows: to - from, cols: 3, data: X.data.slice(3 * from, 3 * to) });
const estimator = (m) => m.nystrom({ kernel: m.rbf({ gamma: 0.7 }), lambda: 0.1, landmarks: 40, seed: 3, intercept: true });
const empty = (m) => m.statistics.emptyStatistic(estimator(m), few);

/** The statistic of rows in blocks that came out of order. */
async function shuffled(m) {
  const { addRows, mergeStatistics, rowRanges } = m.statistics;
  const parts = rowRanges(n, { parts: 3 }).map(({ from, to }) => addRows(empty(m), part(from, to), y.slice(from, to), { from }));
  return mergeStatistics(parts[2], mergeStatistics(parts[0], parts[1]));
}

const labels = Array.from(y.slice(0, 700), (value) => (value > 0.4 ? "high" : value > -0.4 ? "middle" : "low"));
const Z = uniform(11, 3, 54);

export const nystromJobs = {
  Nyström: (m) => fitted(m, Z, estimator(m), part(0, 5000), y.slice(0, 5000), { sampleWeight: weights.slice(0, 5000) }),
  "Nyström, standardised, λ per target": (m) => {
    const standardised = m.nystrom({ kernel: m.matern({ nu: 1.5, lengthScale: 1 }), lambda: [0.1, 2], landmarks: 30, standardize: true });
    return fitted(m, Z, standardised, few, { rows: 700, cols: 2, data: Y.data.slice(0, 1400) });
  },
  "Nyström, λ path": async (m) => {
    const { warnings, ...path } = await m.lambdaPath(estimator(m), few, y.slice(0, 700));
    return path;
  },
  "Nyström, left out": async (m) => {
    const { reason, ...left } = await m.leaveOneOut(estimator(m), few, y.slice(0, 700));
    return left;
  },
  "Nyström, classes": async (m) =>
    substance(
      await m.fit(
        m.kernelClassifier({ kernel: m.rbf({ gamma: 0.7 }), lambda: 0.1, loss: "logistic", landmarks: 25, intercept: true }),
        few,
        labels,
      ),
    ),
};

export const statisticJobs = {
  "statistic, merged": async (m) => [
    m.statistics.digestStatistic(await shuffled(m)),
    substance(m.statistics.solveStatistic(await shuffled(m))),
  ],
  "statistic, λ path": async (m) => m.statistics.statisticPath(await shuffled(m)),
  "statistic, less a block": async (m) => {
    const { addRows, statisticFromBytes, statisticFromJSON, statisticToBytes, statisticToJSON, subtractStatistics } = m.statistics;
    const first = addRows(empty(m), part(0, 4096), y.slice(0, 4096), { from: 0 });
    const rest = subtractStatistics(statisticFromBytes(statisticToBytes(await shuffled(m))), first);
    return statisticFromJSON(statisticToJSON(rest)).sums;
  },
  "statistic of features, from a stream": async (m) => {
    let statistic = m.statistics.emptyStatistic(m.leastSquares({ features: m.polynomial({ degree: 2 }), lambda: 0.1 }), few, {
      targets: 2,
    });
    const cut = (from, to) => ({ X: part(from, to), y: { rows: to - from, cols: 2, data: Y.data.slice(2 * from, 2 * to) } });
    for await (const block of m.statistics.rowBlocks([cut(0, 5), cut(5, 6000), cut(6000, n)])) {
      statistic = m.statistics.addRows(statistic, block.X, block.y, { from: block.from });
    }
    return substance(m.statistics.solveStatistic(statistic, { intercept: true }));
  },
};
