import { afterAll, describe, expect, it } from "vitest";
import { checkEigen } from "./eigen";
import { eigenSamples } from "./eigen-matrices";
import { definite, indefinite, nonsingular, ofShape, type Sample, semidefinite } from "./matrices";
import { checkLeastSquares, checkPseudoInverse, checkQr } from "./orthogonal";
import { checkMixed, checkSingle } from "./single";
import type { Note } from "./solutions";
import { checkCholesky, checkLdl, checkLu, checkPivotedCholesky } from "./square";
import { Worst } from "./worst";

/** `npm run lapack` has more seeds, and larger sizes. */
const SEEDS = Number(process.env.MERCER_LAPACK_SEEDS ?? 0);
const SMALL = [1, 2, 3, 5, 10, 16, 17, 50];
const SIZES = SEEDS === 0 ? SMALL : [...SMALL, 33, 100, 150];
/** Glued Wilkinson matrices want two of them at least. */
const EIGEN_SIZES = [...SIZES, ...(SEEDS === 0 ? [84] : [84, 189])];
/** The order of the few largest, and how many seeds they have at most. */
const LARGEST = 500;
const LARGEST_SEEDS = 2;

const worst = new Worst();
afterAll(() => console.info(worst.table(SEEDS === 0)));

/** Every sample of every size and seed; one seed more for 0. */
function sweep<S extends Sample>(
  name: string,
  sizes: readonly number[],
  samples: (n: number, seed: number) => S[],
  check: (sample: S, note: Note) => void,
) {
  const before = worst.above.length;
  for (const n of sizes) {
    const seeds = n < LARGEST ? Math.max(1, SEEDS) : Math.min(SEEDS, LARGEST_SEEDS);
    for (let seed = 1; seed <= seeds; seed++) {
      for (const sample of samples(n, 1000 * seed + n)) {
        const where = `${sample.m} × ${sample.n}, seed ${seed}`;
        check(sample, (ratio, value) => worst.note(name, ratio, sample.type, value, where));
      }
    }
  }
  expect(worst.above.slice(before)).toEqual([]);
}

/** Square, tall and wide. */
function shapes(n: number, seed: number): Sample[] {
  const half = Math.ceil(n / 2);
  return [...ofShape(n, n, seed), ...(n === 1 ? [] : [...ofShape(n, half, seed), ...ofShape(half, n, seed)])];
}

describe("LAPACK's types of matrices by LAPACK's ratios, below 30", () => {
  it("cholesky", () => sweep("cholesky", SIZES, definite, checkCholesky));
  it("pivotedCholesky", () => sweep("pivotedCholesky", SIZES, semidefinite, checkPivotedCholesky));
  it("lu and solve", () => sweep("lu", SIZES, nonsingular, checkLu));
  it("ldl", () => sweep("ldl", SIZES, indefinite, checkLdl));
  it("qr", () => sweep("qr", SIZES, shapes, (sample, note) => checkQr(false, sample, note)));
  it("qr with pivoting", () => sweep("qr, pivoting", SIZES, shapes, (sample, note) => checkQr(true, sample, note)));
  it("lstsq", () => sweep("lstsq", SIZES, shapes, checkLeastSquares));
  it("pinv", () => sweep("pinv", SIZES, shapes, checkPseudoInverse));
  it("eigh", () => sweep("eigh", EIGEN_SIZES, eigenSamples, checkEigen));
  it("the factor of single precision", () => sweep("single", SIZES, definite, checkSingle));
  it("the solver of mixed precision", () => sweep("mixed", SIZES, definite, checkMixed));
});

describe.runIf(SEEDS > 0)(`order ${LARGEST}, a few types`, () => {
  const few = (samples: (n: number, seed: number) => Sample[], types: RegExp) => (n: number, seed: number) =>
    samples(n, seed).filter(({ type }) => types.test(type));

  it("cholesky", () => sweep("cholesky", [LARGEST], few(definite, /^(geometric|graded down)/), checkCholesky));
  it("lu", () => sweep("lu", [LARGEST], few(nonsingular, /^(uniform|one small)/), checkLu));
  it("ldl", () => sweep("ldl", [LARGEST], few(indefinite, /^(uniform|clustered)/), checkLdl));
  it("qr", () => {
    const squares = few((n, seed) => ofShape(n, n, seed), /^(uniform|every second)/);
    sweep("qr, pivoting", [LARGEST], squares, (sample, note) => checkQr(true, sample, note));
  });
  it("eigh", () => sweep("eigh", [LARGEST], few(eigenSamples, /^(uniform|glued|clustered|one large|Wilkinson)/), checkEigen));
  it("single", () => sweep("single", [LARGEST], few(definite, /^(one|clustered)/), checkSingle));
});
