import { scaleLinear } from "d3-scale";
import { useContext } from "preact/hooks";
import { calm, chosen, lit } from "../store";
import { MARGIN, Plot } from "./plot";
import { CardWidth } from "./use-width";

const HEIGHT = 230;

interface StemsProps {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly label: string;
  readonly yLabel: string;
}

/** One number per point, drawn where the point is; hovering lights the point. */
export function Stems({ name, values, label, yLabel }: StemsProps) {
  const now = calm.value?.state;
  const points = now?.points;
  const width = useContext(CardWidth);
  const n = values.length;
  if (!points || points.y.length !== n || n === 0) return <div class="plot" style={{ height: HEIGHT }} />;
  const at = Array.from({ length: n }, (_, i) => (points.d === 1 ? (points.x[i] as number) : i + 1));
  const [left, right] = points.d === 1 ? (now?.frame ?? [0, 1]) : [0, n + 1];
  const size = Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const x = scaleLinear([left, right], [MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear([-1.08 * size, 1.08 * size], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const bright = new Set(lit.value);
  const light = (event: PointerEvent): void => {
    const box = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
    const place = x.invert(((event.clientX - box.left) * width) / box.width);
    const nearest = at.reduce((best, value, i) => (Math.abs(value - place) < Math.abs((at[best] as number) - place) ? i : best), 0);
    lit.value = [nearest];
  };
  return (
    <Plot
      name={name}
      {...{ width, height: HEIGHT, x, y, label, yLabel }}
      xLabel={points.d === 1 ? "x" : "point"}
      events={{
        onPointerMove: light,
        onPointerLeave: () => {
          lit.value = [];
        },
      }}
    >
      <line class="zero" x1={MARGIN.left} x2={width} y1={y(0)} y2={y(0)} />
      {at.map((place, i) => (
        <g
          key={i}
          class={bright.has(i) || chosen.value === i ? "stem lit" : Math.abs(values[i] as number) < 1e-12 * size ? "stem none" : "stem"}
        >
          <line x1={x(place)} x2={x(place)} y1={y(0)} y2={y(values[i] as number)} />
          <circle cx={x(place)} cy={y(values[i] as number)} r={n > 120 ? 1.5 : 2.6} />
        </g>
      ))}
    </Plot>
  );
}
