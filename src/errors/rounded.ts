/** x > 0 rounded up to so many decimal digits: for an advice that has to hold as it is printed. */
export function roundedUp(x: number, digits: number): number {
  const nearest = Number(x.toPrecision(digits));
  return nearest >= x ? nearest : Number((x * (1 + 5 / tenTo(digits))).toPrecision(digits));
}

/** The same downwards. */
export function roundedDown(x: number, digits: number): number {
  const nearest = Number(x.toPrecision(digits));
  return nearest <= x ? nearest : Number((x * (1 - 5 / tenTo(digits))).toPrecision(digits));
}

function tenTo(digits: number): number {
  return Number(`1e${digits}`);
}
