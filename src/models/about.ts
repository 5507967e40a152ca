/** What a model is about, as plain data: told by its maker, kept by files and pools, asked by no verb but `verify`. */
export interface About {
  readonly name?: string | undefined;
  /** The version of mercer that wrote this. */
  readonly mercer: string;
  /** Names and units of the features and of the targets, in their order; those of labels are one. */
  readonly units?: { readonly X?: readonly Quantity[] | undefined; readonly y?: readonly Quantity[] | undefined } | undefined;
  /** Of the data it was fitted to. */
  readonly data?: DataDigest | undefined;
}

/** What is measured, and in what: { name: "height", unit: "m" }. */
export interface Quantity {
  readonly name: string;
  readonly unit: string;
}

/**
 * Data by their sizes and by a hash: SHA-256 of the numbers of X row by row, then of y row by row, each as the 8 bytes of a little-endian float64. Labels that are numbers count as these, booleans as
 * 0 and 1, strings as their places among the different ones in order, from 0.
 */
export interface DataDigest {
  readonly rows: number;
  readonly cols: number;
  readonly targets: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}
