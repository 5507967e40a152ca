import { isMercerError, mercerError } from "../errors";
import { encodeNumbers } from "../io/base64";
import { bytesOf, fromParts } from "../io/bytes";
import { fault, fieldOf, guarded, readObject, requireKnown } from "../io/fields";
import { plainKernel } from "../io/kernels";
import { JSON_TEXT, written } from "../io/leaves";
import { BLOCK_ROWS } from "../solvers/nystrom/sums";
import { FORMAT, VERSION } from "./fingerprint";
import { readStatistic } from "./read";
import { requireStatistic, type Statistic } from "./statistic";

/** A statistic as JSON: counts as base64 of little-endian float64. */
export interface StatisticJson {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  /** 4096 */
  readonly blockRows: number;
  readonly statistic: unknown;
}

/**
 * The statistic as a value that `JSON.stringify` takes. Equal statistics give equal files.
 *
 * @throws "argument" for what is no statistic; "kernel" for a kernel with a function of the caller's
 * @example
 * const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * const text = JSON.stringify(statisticToJSON(addRows(none, X, y, { from: 0 })));
 */
export function statisticToJSON(statistic: Statistic): StatisticJson {
  return told(() => ({ format: FORMAT, version: VERSION, blockRows: BLOCK_ROWS, statistic: written(treeOf(statistic), encodeNumbers) }));
}

/**
 * The statistic that `statisticToJSON` wrote, from the parsed JSON.
 *
 * @throws "format" with the `path` of the first fault; nothing is allocated before its size has been checked
 * @example
 * const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * const same = statisticFromJSON(JSON.parse(JSON.stringify(statisticToJSON(none))));
 */
export function statisticFromJSON(value: unknown): Statistic {
  return told(() => {
    const file = readObject({ value, path: "$", leaves: JSON_TEXT });
    for (const [name, expected] of [
      ["format", FORMAT],
      ["version", VERSION],
      ["blockRows", BLOCK_ROWS],
    ] as const) {
      const part = fieldOf(file, name);
      if (part.value !== expected) throw fault(part.path, `must be ${JSON.stringify(expected)}`);
    }
    requireKnown(file, ["format", "version", "blockRows", "statistic"]);
    return readStatistic(fieldOf(file, "statistic"));
  });
}

/**
 * The statistic as bytes, three quarters of its JSON: a file of safetensors, as of `toBytes`. Equal statistics give equal bytes.
 *
 * @throws as `statisticToJSON`
 * @example
 * const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * const bytes = statisticToBytes(addRows(none, X, y, { from: 0 }));
 */
export function statisticToBytes(statistic: Statistic): Uint8Array {
  return told(() => bytesOf(FORMAT, { statistic: { blockRows: BLOCK_ROWS, ...treeOf(statistic) } }));
}

/**
 * The statistic that `statisticToBytes` wrote.
 *
 * @throws "argument" for what are no bytes; "format" with the `path` of the first fault
 * @example
 * const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * const same = statisticFromBytes(statisticToBytes(none));
 */
export function statisticFromBytes(bytes: Uint8Array | ArrayBuffer): Statistic {
  return told(() =>
    fromParts(bytes, FORMAT, ["statistic"], ({ statistic }) => {
      const { blockRows, ...rest } = readObject(statistic).value as Readonly<Record<string, unknown>>;
      if (blockRows !== BLOCK_ROWS) throw fault("$.statistic.blockRows", `must be ${BLOCK_ROWS}`);
      return readStatistic({ ...statistic, value: rest });
    }),
  );
}

function treeOf(given: Statistic): object {
  const { features, lambda, intercept, targets, isVector, fingerprint, blocks, sums } = requireStatistic(given, "statistic");
  const limbs = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum.limbs]));
  return {
    features: { ...features, kernel: plainKernel(features.kernel) },
    lambda,
    intercept,
    targets,
    isVector,
    fingerprint,
    blocks,
    sums: limbs,
  };
}

/** Faults of a statistic are told as such. */
function told<T>(body: () => T): T {
  try {
    return guarded("$", body);
  } catch (error) {
    if (!isMercerError(error) || error.code !== "format") throw error;
    const { path } = error as { readonly path?: string };
    throw mercerError("format", error.message.replace("not a mercer model", "not a mercer statistic"), { path: path ?? "$" });
  }
}
