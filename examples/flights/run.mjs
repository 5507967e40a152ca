/**
 * Three million flights: how late each was, by the hour, the day, the distance and the airports, on the span of a few hundred landmarks.
 *
 * The file is read row group by row group, and each block of 4096 rows becomes sums: memory is that of one row group and of the landmarks' matrix. λ is chosen from the sums. Two
 * halves of the file, as two machines would have them, merge to the same bits as the whole.
 *
 *     npm install && node run.mjs [landmarks] [rows]
 */
import { matern, nystrom, predict } from "mercer";
import {
  addRows,
  digestStatistic,
  emptyStatistic,
  mergeStatistics,
  rowBlocks,
  rowRanges,
  solveStatistic,
  statisticPath,
} from "mercer/statistics";
import { inParts, openFlights, readFlights } from "./data.mjs";

const landmarks = Number(process.argv[2] ?? 200);
const flights = await openFlights();
const rows = Math.min(Number(process.argv[3] ?? flights.rows), flights.rows);

const estimator = nystrom({ kernel: matern({ nu: 1.5, lengthScale: 2 }), landmarks, intercept: true, seed: 1 });
// the file is in the order of time: landmarks come from four of its parts
const sample = [];
for (let part = 0; part < 4; part++) {
  const from = Math.floor((part * rows) / 4);
  sample.push(await readFlights(flights, { from, to: Math.min(rows, from + 2000) }));
}
const X = { rows: 0, cols: sample[0].X.cols, data: Float64Array.from(sample.flatMap((part) => Array.from(part.X.data))) };
X.rows = X.data.length / X.cols;
const none = emptyStatistic(estimator, X);
console.log(`${rows} flights, ${none.features.landmarks.rows} landmarks chosen among ${X.rows}`);

/** The statistic of a range of rows, told as it grows. */
async function summed(range) {
  const started = performance.now();
  let statistic = none;
  let done = 0;
  const delays = { sum: 0, squares: 0 };
  let told = 0;
  for await (const { X, y, from } of rowBlocks(inParts(flights, range), range.from)) {
    statistic = addRows(statistic, X, y, { from });
    done += X.rows;
    for (const delay of y) {
      delays.sum += delay;
      delays.squares += delay * delay;
    }
    if (performance.now() - told < 2000) continue;
    told = performance.now();
    console.log(`  ${done} rows, ${Math.round((1000 * done) / (told - started))} a second`);
  }
  return { statistic, delays, seconds: (performance.now() - started) / 1000 };
}

const whole = await summed({ from: 0, to: rows });
console.log(`all rows: ${whole.seconds.toFixed(1)} s, ${Math.round(rows / whole.seconds)} rows a second, reading included`);

const shards = [];
for (const range of rowRanges(rows, { parts: 2 })) shards.push((await summed(range)).statistic);
const same = digestStatistic(mergeStatistics(shards[1], shards[0])) === digestStatistic(whole.statistic);
console.log(`digest ${digestStatistic(whole.statistic).slice(0, 16)}; two shards merged have the same: ${same}`);

const { best } = statisticPath(whole.statistic);
const model = solveStatistic(whole.statistic, { lambda: best.gcv });
const { featureLoss, backwardError, trainingLoss } = model.report;
const { sum, squares } = whole.delays;
console.log(
  `λ = ${best.gcv}, the landmarks leave ${featureLoss.toPrecision(3)} of k(x, x) = 1; backward error ${backwardError.toPrecision(2)}`,
);
console.log(
  `R² ${(1 - trainingLoss[0] / (squares - (sum * sum) / rows)).toFixed(4)}; of the first flights ${Array.from(predict(model, sample[0].X).slice(0, 3), Math.round)} minutes late`,
);
process.exitCode = same ? 0 : 1;
