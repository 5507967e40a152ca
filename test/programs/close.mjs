import { check } from "../engines/checks.mjs";

/** As many numbers, each within a share of the largest, or of a larger size that they were rounded at; labels that are the same. */
export function checkClose(name, actual, wanted, tolerance, size = 0) {
  const [found, right] = [flat(actual), flat(wanted)];
  if (typeof right[0] !== "number") return check(name, JSON.stringify(found), JSON.stringify(right));
  const largest = Math.max(size, ...right.map(Math.abs));
  const off = Math.max(...right.map((value, i) => Math.abs(value - found[i])));
  check(
    `${name}, off by at most ${tolerance}`,
    off <= tolerance * largest && found.length === right.length ? tolerance : off / largest,
    tolerance,
  );
}

/** The entries of a list, of a list of rows, of a typed array or of a matrix. */
function flat(value) {
  return Array.from(value.data ?? value).flat();
}
