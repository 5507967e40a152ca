/** How far two results agree. */
export type Agreement =
  | { readonly kind: "equal" }
  | {
      readonly kind: "different";
      /** Numbers whose bits differ, of so many. */
      readonly count: number;
      readonly of: number;
      /** max |a − b| / max |b|; NaN where a number is not finite */
      readonly distance: number;
    }
  | { readonly kind: "length"; readonly lengths: readonly [number, number] };

/** Bit for bit: −0 differs from 0, and a NaN agrees with itself alone. */
export function agreementOf(a: Float64Array, b: Float64Array): Agreement {
  if (a.length !== b.length) return { kind: "length", lengths: [a.length, b.length] };
  const [bitsOfA, bitsOfB] = [a, b].map((values) => new BigUint64Array(values.slice().buffer));
  const count = bitsOfA.reduce((sum, bits, i) => sum + (bits === bitsOfB[i] ? 0 : 1), 0);
  if (count === 0) return { kind: "equal" };
  const largest = b.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  const difference = a.reduce((size, value, i) => Math.max(size, Math.abs(value - b[i])), 0);
  return { kind: "different", count, of: a.length, distance: difference === 0 ? 0 : difference / largest };
}

/** The one that is further from equality. */
export function worse(first: Agreement, second: Agreement): Agreement {
  if (first.kind === "length" || second.kind === "equal") return first;
  if (second.kind === "length" || first.kind === "equal") return second;
  return second.distance > first.distance || Number.isNaN(second.distance) ? second : first;
}

export function tell(agreement: Agreement): string {
  switch (agreement.kind) {
    case "equal":
      return "the same bits";
    case "different":
      return `${agreement.count} of ${agreement.of} numbers differ, by ${agreement.distance.toExponential(1)} of the largest`;
    case "length":
      return `${agreement.lengths[0]} numbers in place of ${agreement.lengths[1]}`;
    default:
      return agreement satisfies never;
  }
}
