import { describeNonNumber, mercerError } from "../errors";

/** @throws "argument" unless x is a number, ±∞ included, within [from, to] */
export function requireArgument(x: number, name: string, from = -Infinity, to = Infinity): void {
  if (typeof x === "number" && x >= from && x <= to) return;
  const range = from === -Infinity ? "" : ` from ${from} to ${to}`;
  throw mercerError("argument", `${name} must be a number${range}; it is ${describeNonNumber(x)}`, { argument: name, value: x });
}
