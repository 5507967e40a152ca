import {
  type Fields,
  fault,
  fieldOf,
  listOf,
  oneOf,
  type Part,
  type Read,
  readCount,
  readFinite,
  readFlag,
  readMatrix,
  readNumbers,
  readObject,
  readPositive,
  readText,
  recordOf,
} from "../io/fields";
import { readKernelAt } from "../io/kernels";
import { isPrecomputed } from "../kernels/parts";
import { type ResolvedKernel, resolveKernel } from "../kernels/resolve";
import { seenPoint } from "../kernels/seen-point";
import type { KernelSpec } from "../kernels/spec";
import { rowOf } from "../matrix";
import { type ExactSum, hasCounts, LIMB_BITS, type Limb, MOST_TERMS } from "../solvers/nystrom/exact-sum";
import { explicitFeatures } from "../solvers/nystrom/features";
import { type Sums, triangle } from "../solvers/nystrom/sums";
import { type BlockRanges, blockCount } from "./blocks";
import { fingerprintOf } from "./fingerprint";
import { placeOf, type Statistic, type StatisticFeatures } from "./statistic";

/** What a file says, before its parts have been held against one another. */
type Written = Omit<Statistic, "kind" | "sums"> & { readonly sums: Readonly<Record<keyof Sums, readonly Limb[]>> };

const LIMBS = listOf(recordOf<Limb>({ exponent: readInteger, counts: readNumbers }));
const FIELDS: Fields<Written> = {
  features: readFeatures,
  lambda: readLambda,
  intercept: readFlag,
  targets: readPositive,
  isVector: readFlag,
  fingerprint: readText,
  blocks: readBlocks,
  sums: recordOf({ gram: LIMBS, products: LIMBS, squares: LIMBS, totals: LIMBS }),
};

/** The statistic of a tree. @throws "format" with the path of the first fault */
export function readStatistic(part: Part): Statistic {
  const { path } = part;
  const { sums, ...head } = recordOf(FIELDS)(part);
  if (head.isVector && head.targets !== 1) throw fault(`${path}.targets`, "must be 1 for a vector");
  if (typeof head.lambda !== "number" && head.lambda.length !== head.targets)
    throw fault(`${path}.lambda`, "must have one number per target");
  if (fingerprintOf(head) !== head.fingerprint) throw fault(`${path}.fingerprint`, "is not that of the features, λ, intercept and targets");
  const M = (head.features.kind === "landmarks" ? head.features.landmarks.rows : head.features.size) + 1;
  const exact = (name: keyof Sums, length: number, place: number): ExactSum =>
    sumOf(sums[name], { length, place, path: `${path}.sums.${name}` });
  const read: Sums = {
    gram: exact("gram", triangle(M), placeOf(head.features)),
    products: exact("products", M * head.targets, 0),
    squares: exact("squares", head.targets, 0),
    totals: exact("totals", 3, 0),
  };
  if (blockCount(head.blocks) === 0 && Object.values(read).some(({ limbs }) => limbs.length > 0)) {
    throw fault(`${path}.blocks`, "has no block, but there are sums");
  }
  return { kind: "statistic", ...head, sums: read };
}

/** Limbs by ascending place, each with a whole number for every element. */
function sumOf(
  limbs: readonly Limb[],
  { length, place, path }: { readonly length: number; readonly place: number; readonly path: string },
): ExactSum {
  limbs.forEach((limb, i) => {
    const { exponent, counts } = limb;
    const at = `${path}[${i}]`;
    const before = limbs[i - 1]?.exponent ?? -Infinity;
    if ((exponent - place) % LIMB_BITS !== 0 || Math.abs(exponent) > 1022 || exponent <= before) {
      throw fault(`${at}.exponent`, `is ${exponent}; places ascend by multiples of ${LIMB_BITS}`);
    }
    if (counts.length !== length) throw fault(`${at}.counts`, `has ${counts.length} numbers, ${length} are needed`);
    const wrong = counts.findIndex((count) => !Number.isSafeInteger(count) || Object.is(count, -0));
    if (wrong >= 0) throw fault(`${at}.counts`, `has ${counts[wrong]} at index ${wrong}; counts are whole numbers`);
    if (!hasCounts(limb)) throw fault(`${at}.counts`, "has zeros only");
  });
  return { length, limbs };
}

function readInteger(part: Part): number {
  const value = readFinite(part);
  if (Number.isSafeInteger(value)) return value;
  throw fault(part.path, `must be a whole number; it is ${value}`);
}

function readLambda(part: Part): number | readonly number[] {
  const read: Read<number> = (one) => {
    const value = readFinite(one);
    if (value >= 0) return value;
    throw fault(one.path, `is ${value}; λ is at least 0`);
  };
  return Array.isArray(part.value) ? listOf(read)(part) : read(part);
}

function readBlocks(part: Part): BlockRanges {
  const ranges = listOf((range) => {
    const [from, to, ...more] = listOf(readCount)(range);
    if (from !== undefined && to !== undefined && more.length === 0 && from < to && to <= MOST_TERMS) return [from, to] as const;
    throw fault(range.path, "must be a range [from, to) of blocks");
  })(part);
  const wrong = ranges.findIndex(([from], i) => i > 0 && from <= (ranges[i - 1] as readonly [number, number])[1]);
  if (wrong >= 0) throw fault(`${part.path}[${wrong}]`, "must begin beyond the end of the range before it");
  return ranges;
}

const LANDMARKS: Fields<Extract<StatisticFeatures, { kind: "landmarks" }>> = {
  kind: oneOf("landmarks"),
  kernel: readKernelAt,
  landmarks: readMatrix,
  factor: readMatrix,
  largest: readFinite,
  dropped: readCount,
};
const EXPLICIT: Fields<Extract<StatisticFeatures, { kind: "explicit" }>> = {
  kind: oneOf("explicit"),
  kernel: readKernelAt,
  columns: readPositive,
  size: readPositive,
};

function readFeatures(part: Part): StatisticFeatures {
  if (oneOf("landmarks", "explicit")(fieldOf(readObject(part), "kind")) === "explicit") return readExplicit(part);
  const features = recordOf(LANDMARKS)(part);
  const { kernel, landmarks, factor, largest } = features;
  requireKernel(kernel, part, rowOf(landmarks, 0));
  const m = landmarks.rows;
  if (factor.rows !== m || factor.cols !== m)
    throw fault(`${part.path}.factor`, `is ${factor.rows} × ${factor.cols}, there are ${m} landmarks`);
  const wrong = factor.data.findIndex((value, at) => {
    const [i, j] = [Math.floor(at / m), at % m];
    return j > i ? value !== 0 : j === i && !(value > 0);
  });
  if (wrong >= 0)
    throw fault(
      `${part.path}.factor.data`,
      `has ${factor.data[wrong]} at index ${wrong}; it is lower triangular, with a positive diagonal`,
    );
  if (!(largest > 0)) throw fault(`${part.path}.largest`, `is ${largest}; it is above 0`);
  return features;
}

function readExplicit(part: Part): StatisticFeatures {
  const features = recordOf(EXPLICIT)(part);
  const { kernel, columns, size } = features;
  const resolved = requireKernel(kernel, part, new Float64Array(columns));
  const made = checked(part, () => explicitFeatures(resolved, columns).size);
  if (size !== made) throw fault(`${part.path}.size`, `is ${size}, the kernel has ${made} features`);
  return features;
}

function requireKernel(kernel: KernelSpec, part: Part, sample: Float64Array): ResolvedKernel {
  if (isPrecomputed(kernel)) throw fault(`${part.path}.kernel`, "is precomputed, and has no features");
  return checked(part, () => resolveKernel(kernel, seenPoint(sample)));
}

/** Errors of a kernel that does not fit are faults of the file. */
function checked<T>(part: Part, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw fault(`${part.path}.kernel`, error instanceof Error ? error.message : String(error));
  }
}
