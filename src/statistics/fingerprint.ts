import { sha256 } from "../provenance/sha256";
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

/** Plain data as bytes. */
export function text(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** The bytes of numbers, as they lie in memory. */
export function bytes(data: Float64Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
