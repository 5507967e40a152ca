/** What other libraries call an option, in lower case and without underscores: the names it may have here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  alpha: "lambda gamma",
  alphas: "lambda lambdas",
  c: "lambda coef0",
  regularization: "lambda",
  regularisation: "lambda",
  ridge: "lambda",
  l2: "lambda",
  noise: "lambda",
  constant: "coef0",
  bias: "intercept coef0",
  exponent: "degree",
  bandwidth: "lengthScale gamma",
  sigma: "lengthScale gamma",
  length: "lengthScale",
  lengthscale: "gamma",
  gamma: "lengthScale",
  scale: "lengthScale gamma",
  maxiter: "iterations steps",
  niter: "iterations steps",
  epochs: "iterations steps",
  steps: "iterations",
  iterations: "steps",
  learningrate: "step",
  lr: "step",
  eta: "step",
  eta0: "step",
  tol: "tolerance",
  rcond: "tolerance",
  cutoff: "tolerance",
  randomstate: "seed",
  algorithm: "solver",
  method: "solver",
  optimizer: "momentum",
  weights: "sampleWeight classWeight",
  callback: "onProgress",
  warmstart: "start",
  noiterchange: "patience",
  workers: "threads",
  concurrency: "threads",
  njobs: "threads",
};

/** The known name that a name was probably meant to be; undefined where none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const word = plain(name);
  const elsewhere = Object.hasOwn(ELSEWHERE, word) ? (ELSEWHERE[word] as string).split(" ") : [];
  return known.find((other) => plain(other) === word) ?? elsewhere.find((other) => known.includes(other)) ?? closest(word, known);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** A third of the letters may differ, or one be part of the other. */
function closest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.floor(Math.min(word.length, 30) / 3) + 1;
  for (const other of known) {
    const distance = distanceOf(word.slice(0, 30), plain(other));
    if (distance < least) {
      best = other;
      least = distance;
    }
  }
  return best ?? known.find((other) => other.length > 3 && word.includes(plain(other)));
}

/** Letters to insert, leave out or replace to make b of a (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
