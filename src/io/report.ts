import type { ReportLike } from "../models/model";
import type { Certificate, DescentReport, Report, RidgeRoute, Solver } from "../models/report";
import {
  type Fields,
  fault,
  fieldOf,
  listOf,
  nullable,
  oneOf,
  optional,
  type Part,
  type Read,
  readCount,
  readFinite,
  readFlag,
  readNumber,
  readObject,
  readTargets,
  readText,
  recordOf,
  UNKNOWN,
} from "./fields";

type Written = Required<Omit<ReportLike, "elapsedMs" | "solver">> & { readonly solver: Solver; readonly solvers: readonly RidgeRoute[] };

const absent: Read<undefined> = ({ value, path }) => {
  if (value !== undefined) throw fault(path, UNKNOWN);
};

/** What all routes tell, and null for what a route has to compute, in the order of a file. */
const FIELDS: { readonly [K in keyof Written]: Read<Written[K] | undefined> } = {
  solver: readSolver,
  solvers: absent,
  reason: readText,
  warnings: listOf(readText),
  rank: oneOf(null),
  conditionEstimate: oneOf(null),
  backwardError: oneOf(null),
  trainingLoss: listOf(readNumber),
  gap: absent,
  featureLoss: absent,
  certificate: absent,
  errorBound: optional(nullable(readNumber)),
  iterations: oneOf(null),
  step: oneOf(null),
  diverging: oneOf(false),
  nullComponent: oneOf(null),
  record: oneOf(null),
  bytes: readFinite,
};

type Own = Partial<typeof FIELDS>;

const RIDGE: Own = {
  solvers: optional(listOf(oneOf("cholesky", "lu", "pivotedCholesky", "eigen", "primal", "mixed", "stateSpace", "kronecker", "fourier"))),
  rank: nullable(readCount),
  conditionEstimate: nullable(readNumber),
  backwardError: readNumber,
};
const CONVEX: Own = { gap: listOf(nullable(readNumber)), iterations: readCount };
const STEPS: Own = { iterations: readCount, step: readNumber, diverging: readFlag };
const RECORD = recordOf<NonNullable<DescentReport["record"]>>({
  steps: listOf(readCount),
  losses: listOf(readNumber),
  coefficients: optional(listOf(readTargets)) as Fields<NonNullable<DescentReport["record"]>>["coefficients"],
});

const CERTIFICATE = recordOf<Certificate>({
  tolerance: readFinite,
  reached: readNumber,
  remainingTrace: readNumber,
  storage: oneOf("triangle", "tiles"),
  arithmetic: optional(oneOf("single")) as Fields<Certificate>["arithmetic"],
});

/** What a route computes of its own. */
const ROUTES: Readonly<Record<Solver, Own>> = {
  cholesky: RIDGE,
  lu: RIDGE,
  pivotedCholesky: RIDGE,
  eigen: RIDGE,
  primal: RIDGE,
  mixed: RIDGE,
  nystrom: {
    rank: readCount,
    conditionEstimate: readNumber,
    backwardError: readNumber,
    gap: optional(listOf(nullable(readNumber))),
    featureLoss: readNumber,
    iterations: nullable(readCount),
  },
  "normal-equations": { rank: readCount, conditionEstimate: readNumber, backwardError: readNumber },
  iterative: { rank: readCount, iterations: readCount, certificate: CERTIFICATE },
  stateSpace: RIDGE,
  kronecker: RIDGE,
  fourier: RIDGE,
  qr: { rank: readCount, conditionEstimate: readNumber, backwardError: readNumber },
  newton: CONVEX,
  smo: CONVEX,
  "gradient-descent": { ...STEPS, nullComponent: nullable(readNumber), record: nullable(RECORD) },
  imported: {},
  "spectral-filter": { ...STEPS, rank: readCount, nullComponent: readNumber },
};

function readSolver(part: Part): Solver {
  return oneOf(...(Object.keys(ROUTES) as Solver[]))(part);
}

/** How long the fit took is not in a file: equal fits give equal files. */
export function readReport(part: Part): Report {
  const own = ROUTES[readSolver(fieldOf(readObject(part), "solver"))];
  return { ...recordOf({ ...FIELDS, ...own })(part), elapsedMs: 0 } as Report;
}

/** The fields that a file has, in its order. */
export function reportTree(report: Part): object {
  const object = readObject(report);
  return Object.fromEntries(Object.keys(FIELDS).map((name) => [name, fieldOf(object, name).value]));
}
