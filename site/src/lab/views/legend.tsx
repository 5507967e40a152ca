import { theme } from "../theme";
import { shortNumber } from "./plot";
import { diverging, sequential } from "./ramp";

interface LegendProps {
  /** What the colours stand for. */
  readonly what: string;
  readonly low: number;
  readonly high: number;
  /** How far along the colours the ends are: a scale may begin beyond its first colour, or end before its last. */
  readonly shares?: readonly [number, number];
}

const STOPS = 9;

/** The colours of a map from its least to its largest value. */
export function Legend({ what, low, high, shares = [0, 1] }: LegendProps) {
  const dark = theme.value === "dark";
  const at = (i: number): number => shares[0] + ((shares[1] - shares[0]) * i) / (STOPS - 1);
  return <Bar what={what} left={shortNumber(low)} right={shortNumber(high)} color={(i) => sequential(at(i), dark)} />;
}

/** The colours of a map of two classes. */
export function ClassLegend() {
  const dark = theme.value === "dark";
  return <Bar what="class" left="below 0" right="above 0" color={(i) => diverging((2 * i) / (STOPS - 1) - 1, dark)} />;
}

interface BarProps {
  readonly what: string;
  readonly left: string;
  readonly right: string;
  readonly color: (step: number) => readonly [number, number, number];
}

function Bar({ what, left, right, color }: BarProps) {
  const colors = Array.from({ length: STOPS }, (_, i) => `rgb(${color(i).join(" ")})`);
  return (
    <p class="map-legend">
      {what}: <b>{left}</b> <i style={{ background: `linear-gradient(to right, ${colors.join(", ")})` }} /> <b>{right}</b>
    </p>
  );
}
