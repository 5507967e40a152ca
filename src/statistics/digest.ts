import { sha256 } from "../provenance/sha256";
import type { ExactSum } from "../solvers/nystrom/exact-sum";
import { BLOCK_ROWS } from "../solvers/nystrom/sums";
import type { Statistic } from "./statistic";

/** Name and version of what is digested. */
export const FORMAT = "mercer-statistic";
export const VERSION = 1;

/** What statistics that can be merged have in common. */
type Head = Pick<Statistic, "features" | "lambda" | "intercept" | "targets" | "isVector">;

/** SHA-256 of what sums are of: kernel, landmarks, whitening, targets, λ and intercept. */
export function fingerprintOf({ features, lambda, intercept, targets, isVector }: Head): string {
  const arrays = features.kind === "landmarks" ? [features.landmarks.data, features.factor.data] : [];
  const words = {
    format: FORMAT,
    version: VERSION,
    rows: BLOCK_ROWS,
    kind: features.kind,
    kernel: features.kernel,
    lambda,
    intercept,
    targets,
    isVector,
  };
  const sizes =
    features.kind === "landmarks"
      ? [features.landmarks.rows, features.landmarks.cols, features.dropped]
      : [features.columns, features.size];
  return sha256([text([words, sizes]), ...arrays.map(bytes)]);
}

/**
 * SHA-256 of a statistic, in hexadecimal digits: the same for the same rows, in whatever order and from however many parts they came, in every engine.
 *
 * @example
 * const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * const hash = digestStatistic(addRows(none, X, y, { from: 0 }));
 */
export function digestStatistic({ fingerprint, blocks, sums }: Statistic): string {
  const parts = Object.values(sums) as readonly ExactSum[];
  const places = parts.map(({ length, limbs }) => [length, ...limbs.map(({ exponent }) => exponent)]);
  return sha256([text([fingerprint, blocks, places]), ...parts.flatMap(({ limbs }) => limbs.map(({ counts }) => bytes(counts)))]);
}

function text(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function bytes(data: Float64Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
