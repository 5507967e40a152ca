type Color = readonly [number, number, number];

const LIGHT: readonly Color[] = [
  [252, 250, 245],
  [250, 224, 200],
  [240, 160, 110],
  [200, 76, 28],
  [92, 28, 12],
];
const DARK: readonly Color[] = [
  [24, 23, 21],
  [70, 34, 20],
  [158, 62, 24],
  [244, 138, 76],
  [255, 236, 214],
];
const COOL = { light: [72, 108, 156], dark: [110, 152, 206] } as const;
const WARM = { light: [212, 84, 30], dark: [240, 124, 66] } as const;

/** From the paper to the accent and beyond, for shares from 0 to 1. */
export function sequential(share: number, dark: boolean): Color {
  const stops = dark ? DARK : LIGHT;
  const at = Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0)) * (stops.length - 1);
  const from = Math.min(stops.length - 2, Math.floor(at));
  return mixed(stops[from] as Color, stops[from + 1] as Color, at - from);
}

/** Cool below 0, the accent above, the paper at 0, for values from −1 to 1. */
export function diverging(value: number, dark: boolean): Color {
  const paper = (dark ? DARK : LIGHT)[0] as Color;
  const scheme = dark ? "dark" : "light";
  return mixed(paper, value < 0 ? COOL[scheme] : WARM[scheme], 0.72 * Math.min(1, Math.abs(Number.isFinite(value) ? value : 0)));
}

function mixed(a: Color, b: Color, share: number): Color {
  return [0, 1, 2].map((k) => Math.round((a[k] as number) + ((b[k] as number) - (a[k] as number)) * share)) as unknown as Color;
}
