/** What an error of each code tells beside its message. A detail that is not always there may be undefined. */
export interface ErrorDetails {
  readonly argument: Where &
    Caused & {
      readonly value?: unknown;
      /** The laws that do not hold. */
      readonly broken?: readonly { readonly law: string; readonly evidence: string }[] | undefined;
    };
  readonly shape: Where & {
    /** Rows and columns asked for. */
    readonly rows?: number | undefined;
    readonly cols?: number | undefined;
    /** Features there are, and those needed. */
    readonly features?: number | undefined;
    readonly needed?: number | undefined;
  };
  readonly "not-finite": Where & {
    readonly value?: unknown;
    /** The range of the features that led to an overflow. */
    readonly smallest?: number | undefined;
    readonly largest?: number | undefined;
    /** Size and number of the steps of a descent that overflowed. */
    readonly step?: number | undefined;
    readonly steps?: number | undefined;
    /** Whether a value of a kernel was beyond the numbers. */
    readonly overflow?: boolean | undefined;
  };
  readonly "not-positive-definite": Duplicates & {
    /** The pivot at which the elimination ended, or the row of Z whose variance would be negative, counted from 0. */
    readonly pivot: number;
    /** What stood there. */
    readonly value: number;
    readonly argument?: string | undefined;
  };
  readonly singular: Duplicates & {
    /** The pivot that is 0, counted from 0; null where no pivot was. */
    readonly pivot?: number | null | undefined;
    /** The basis function of a trend that is a combination of others. */
    readonly column?: number | undefined;
    readonly conditionEstimate?: number | undefined;
    /** 1ᵀG⁻¹1, where no intercept is determined. */
    readonly value?: number | undefined;
  };
  readonly asymmetric: {
    readonly row: number;
    readonly column: number;
    /** The difference of the two elements. */
    readonly value?: number | undefined;
    readonly argument?: string | undefined;
  };
  readonly kernel: {
    readonly kind?: string | undefined;
    readonly argument?: string | undefined;
    /** Levels and parts of a kernel that is nested too deep. */
    readonly depth?: number | undefined;
    readonly parts?: number | undefined;
    /** The point at which a function of the caller's gave a wrong value. */
    readonly row?: number | undefined;
    readonly value?: unknown;
    /** The laws that do not hold. */
    readonly broken?: readonly { readonly law: string; readonly evidence: string }[] | undefined;
  };
  readonly memory: Caused & {
    readonly bytesNeeded?: number | undefined;
    readonly bytesAvailable?: number | undefined;
    readonly argument?: string | undefined;
  };
  readonly diverged: {
    readonly step?: number | undefined;
    /** The largest step that is stable. */
    readonly largestStep?: number | undefined;
    readonly iterations?: number | undefined;
    /** The last model of finite numbers. */
    readonly model?: unknown;
    /** Eigenvalues found before the iteration gave up. */
    readonly found?: number | undefined;
    /** From which the iteration can be resumed. */
    readonly state?: unknown;
  };
  readonly aborted: Caused & {
    /** What an iteration had come to. */
    readonly model?: unknown;
    /** From which it can be resumed. */
    readonly state?: unknown;
  };
  readonly worker: Caused;
  readonly unsupported: Where & Caused;
  readonly format: {
    /** Where in the file the fault is: "$.model.kernel.gamma". */
    readonly path: string;
  };
}

interface Where {
  /** The argument or option at fault. */
  readonly argument?: string | undefined;
  readonly row?: number | undefined;
  /** Counted from 0; of a table its name. */
  readonly column?: number | string | undefined;
}

interface Caused {
  /** What the host threw, or the reason of an AbortSignal. */
  readonly cause?: unknown;
}

interface Duplicates {
  /** Two equal rows. */
  readonly duplicates?: readonly number[] | undefined;
}
