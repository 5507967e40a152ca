import { memo } from "preact/compat";
import type { LabState } from "../model/state";
import { chosen, lit } from "../store";
import type { Scale } from "./plot";
import { pointAt } from "./use-points";

interface DotProps {
  readonly h: number;
  readonly v: number;
  readonly look: string;
  readonly radius: number;
}

const Dot = memo(({ h, v, look, radius }: DotProps) => <circle cx={h.toFixed(1)} cy={v.toFixed(1)} r={radius} class={look} />);

interface DotsProps {
  readonly now: LabState;
  readonly x: Scale;
  readonly y: Scale;
  /** In a picture that is less than half as large. */
  readonly small?: boolean;
}

/** The points; those that are lit are larger. */
export function Dots({ now, x, y, small = false }: DotsProps) {
  const n = now.points.y.length;
  const radius = (n > 200 ? 2.6 : n > 60 ? 3.6 : 4.6) * (small ? 0.5 : 1);
  const bright = new Set(lit.value);
  return (
    <g class="dots">
      {Array.from({ length: n }, (_, i) => {
        const [a, b] = pointAt(now, i);
        return (
          <Dot
            key={i}
            h={x(a)}
            v={y(b)}
            radius={bright.has(i) || chosen.value === i ? radius + 2.4 : radius}
            look={lookOf(now, i, bright.has(i))}
          />
        );
      })}
    </g>
  );
}

function lookOf({ method, points: { y } }: LabState, index: number, isLit: boolean): string {
  const side = method === "classifier" ? ((y[index] as number) > 0 ? " in" : " out") : "";
  return `dot${side}${isLit ? " lit" : ""}${chosen.value === index ? " chosen" : ""}`;
}
