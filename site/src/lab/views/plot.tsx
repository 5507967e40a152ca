import type { ScaleContinuousNumeric } from "d3-scale";
import type { ComponentChildren, JSX, Ref } from "preact";

export type Scale = ScaleContinuousNumeric<number, number>;

/** Room for the numbers of the axes. */
export const MARGIN = { left: 46, right: 10, top: 22, bottom: 40 } as const;

interface PlotProps {
  readonly width: number;
  readonly height: number;
  readonly x: Scale;
  readonly y: Scale;
  /** What the picture shows, for those who do not see it. */
  readonly label: string;
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly xFormat?: (value: number) => string;
  readonly yFormat?: (value: number) => string;
  readonly children?: ComponentChildren;
  /** What stands beside what is drawn, outside of the frame. */
  readonly beside?: ComponentChildren;
  /** Without axes. */
  readonly bare?: boolean;
  readonly svgRef?: Ref<SVGSVGElement>;
  readonly name?: string;
  readonly events?: JSX.SVGAttributes<SVGSVGElement>;
}

/** A picture with two axes. What is drawn is clipped by the frame. */
export function Plot({ width, height, x, y, label, children, beside, bare = false, svgRef, name, events = {}, ...axes }: PlotProps) {
  const [left, right] = x.range() as [number, number];
  const [bottom, top] = y.range() as [number, number];
  const clip = `clip-${name ?? "plot"}`;
  return (
    <svg ref={svgRef ?? null} class="plot" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} data-view={name} {...events}>
      <clipPath id={clip}>
        <rect x={left} y={top} width={right - left} height={bottom - top} />
      </clipPath>
      {bare ? null : (
        <g class="axis">
          {ticksOf(y, Math.max(2, Math.floor((bottom - top) / 46))).map((value) => (
            <g key={value} transform={`translate(0 ${y(value)})`}>
              <line x1={left} x2={right} />
              <text x={left - 7} dy="0.32em" text-anchor="end">
                {(axes.yFormat ?? shortNumber)(value)}
              </text>
            </g>
          ))}
          {ticksOf(x, Math.max(2, Math.floor((right - left) / 64))).map((value) => (
            <text key={value} x={x(value)} y={bottom + 16} text-anchor="middle">
              {(axes.xFormat ?? shortNumber)(value)}
            </text>
          ))}
          {axes.xLabel ? (
            <text class="axis-name" x={right} y={bottom + 32} text-anchor="end">
              {axes.xLabel}
            </text>
          ) : null}
          {axes.yLabel ? (
            <text class="axis-name" x={left - 7} y={top - 9} text-anchor="middle">
              {axes.yLabel}
            </text>
          ) : null}
        </g>
      )}
      <g clip-path={`url(#${clip})`}>{children}</g>
      {beside}
    </svg>
  );
}

/** Whole powers of ten where the axis is logarithmic, or 1, 2, 5 where it is short; few enough to be read. */
function ticksOf(scale: Scale, count: number): number[] {
  const ticks = scale.ticks(count);
  // a count between two steps may give 0 alone
  if (!("base" in scale)) return ticks.length > 2 ? ticks : scale.ticks(2 * count);
  const powers = ticks.filter((value) => leadOf(value) === 1);
  const round = ticks.filter((value) => [1, 2, 5].includes(leadOf(value)));
  const shown = powers.length > 1 ? powers : round.length > 1 ? round : ticks;
  const every = Math.ceil(shown.length / count);
  return shown.filter((_, i) => i % every === 0);
}

/** The first digit of a tick of a logarithmic axis. */
function leadOf(value: number): number {
  return Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9));
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 0.25, 12,000, 10⁻⁶ */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e-3 && size < 1e5) return String(Number(value.toPrecision(4))).replace("-", "−");
  return powerOfTen(value);
}

export function powerOfTen(value: number): string {
  const exponent = Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  const lead = value / 10 ** exponent;
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] as string);
  const power = `10${exponent < 0 ? "⁻" : ""}${digits}`;
  return Math.abs(lead - 1) < 1e-9 ? power : `${String(Number(lead.toPrecision(2))).replace("-", "−")}·${power}`;
}

/** A path through points, lifted where a value is not finite. */
export function lineThrough(xs: ArrayLike<number>, ys: ArrayLike<number>, x: Scale, y: Scale): string {
  let path = "";
  let drawing = false;
  for (let i = 0; i < xs.length; i++) {
    const [h, v] = [x(xs[i] as number), y(ys[i] as number)];
    const finite = Number.isFinite(h) && Number.isFinite(v);
    // far outside of the picture a browser's arithmetic ends
    if (finite) path += `${drawing ? "L" : "M"}${h.toFixed(1)} ${Math.max(-4000, Math.min(4000, v)).toFixed(1)}`;
    drawing = finite;
  }
  return path;
}

/** The area between two curves. */
export function areaBetween(xs: ArrayLike<number>, low: ArrayLike<number>, high: ArrayLike<number>, x: Scale, y: Scale): string {
  const back = Array.from(xs).reverse();
  const there = lineThrough(xs, high, x, y);
  const home = lineThrough(back, Array.from(low).reverse(), x, y);
  return there && home ? `${there}${home.replace("M", "L")}Z` : "";
}
