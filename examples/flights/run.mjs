/**
 * Three million flights: how late each was, by the hour, the day, the distance and the airports, on the span of a few hundred landmarks.
 *
 * The file is read row group by row group, and each block of 4096 rows becomes sums: memory is that of one row group and of the landmarks' matrix. λ is chosen from the sums. Two
 * halves of the file, as two machines would have them, merge to the same bits as the whole.
 *
 *     npm install && node run.mjs [landmarks] [rows]
 */
import { matern, nystrom, predict, r2 } from "mercer";
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
const TEST = 20_000;
const rows = Math.min(Number(process.argv[3] ?? flights.rows), flights.rows - TEST);

const estimator = nystrom({ kernel: matern({ nu: 1.5, lengthScale: 2 }), landmarks, intercept: true, seed: 1 });
// every 150th row or so: the file is in the order of time
const sample = [];
for (let from = 0; from < rows; from += Math.ceil(rows / 20))
  sample.push(await readFlights(flights, { from, to: Math.min(rows, from + 400) }));
const X = { rows: 0, cols: sample[0].X.cols, data: Float64Array.from(sample.flatMap((part) => Array.from(part.X.data))) };
X.rows = X.data.length / X.cols;
const none = emptyStatistic(estimator, X);
console.log(`${rows} flights, ${none.features.landmarks.rows} landmarks chosen among ${X.rows}`);

/** The statistic of a range of rows, told as it grows. */
async function summed(range) {
  const started = performance.now();
  let statistic = none;
  let done = 0;
  let told = 0;
  for await (const { X, y, from } of rowBlocks(inParts(flights, range), range.from)) {
    statistic = addRows(statistic, X, y, { from });
    done += X.rows;
    if (performance.now() - told < 2000) continue;
    told = performance.now();
    console.log(`  ${done} rows, ${Math.round((1000 * done) / (told - started))} a second`);
  }
  return { statistic, seconds: (performance.now() - started) / 1000 };
}

const whole = await summed({ from: 0, to: rows });
console.log(`all rows: ${whole.seconds.toFixed(1)} s, ${Math.round(rows / whole.seconds)} rows a second, reading included`);

const shards = [];
for (const range of rowRanges(rows, { parts: 2 })) shards.push((await summed(range)).statistic);
const same = digestStatistic(mergeStatistics(shards[1], shards[0])) === digestStatistic(whole.statistic);
console.log(`digest ${digestStatistic(whole.statistic).slice(0, 16)}; two shards merged have the same: ${same}`);

const { best } = statisticPath(whole.statistic);
const model = solveStatistic(whole.statistic, { lambda: best.gcv });
const test = await readFlights(flights, { from: flights.rows - TEST, to: flights.rows });
const { featureLoss, backwardError } = model.report;
console.log(
  `λ = ${best.gcv}, the landmarks leave ${featureLoss.toPrecision(3)} of k(x, x) = 1; backward error ${backwardError.toPrecision(2)}`,
);
console.log(`R² on the last ${TEST} flights: ${r2(test.y, predict(model, test.X)).toFixed(4)}`);
process.exitCode = same ? 0 : 1;
