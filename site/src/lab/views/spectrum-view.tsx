import { scaleLinear, scaleLog } from "d3-scale";
import { lambda, views } from "../store";
import { MARGIN, Plot, powerOfTen } from "./plot";

const WIDTH = 420;
const HEIGHT = 260;

/** The eigenvalues of K, the largest first, on a logarithm; below the tolerance they cannot be told from 0. */
export function SpectrumView() {
  const found = views.value;
  if (!found) return <div class="plot" style={{ aspectRatio: `${WIDTH} / ${HEIGHT}` }} />;
  const { eigenvalues, tolerance, rank } = found;
  const n = eigenvalues.length;
  const top = Math.max(Math.abs(eigenvalues[0] ?? 1), Math.abs(eigenvalues[n - 1] ?? 1), 1e-300);
  const floor = Math.min(tolerance || top * 1e-16, top * 1e-8) / 30;
  const now = lambda.value;
  const x = scaleLinear([0.5, n + 0.5], [MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleLog([floor, top * 3], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const negative = eigenvalues.filter((value) => value < -tolerance).length;
  const width = Math.max(1.2, Math.min(9, ((WIDTH - MARGIN.left - MARGIN.right) / n) * 0.62));
  return (
    <Plot
      name="spectrum"
      width={WIDTH}
      height={HEIGHT}
      x={x}
      y={y}
      yFormat={powerOfTen}
      xLabel="eigenvalue, the largest first"
      label={`${n} eigenvalues; rank ${rank}; ${negative} negative`}
    >
      <rect class="below" x={MARGIN.left} width={WIDTH - MARGIN.left - MARGIN.right} y={y(Math.max(tolerance, floor))} height={HEIGHT} />
      {Array.from(eigenvalues, (value, i) => {
        const size = Math.max(floor, Math.abs(value));
        const look = value < -tolerance ? "stem negative" : Math.abs(value) <= tolerance ? "stem lost" : "stem";
        return (
          <line key={i} class={look} style={{ strokeWidth: width }} x1={x(i + 1)} x2={x(i + 1)} y1={HEIGHT - MARGIN.bottom} y2={y(size)} />
        );
      })}
      <line class="rule" x1={MARGIN.left} x2={WIDTH} y1={y(Math.max(tolerance, floor))} y2={y(Math.max(tolerance, floor))} />
      <text class="note" x={WIDTH - MARGIN.right - 4} y={y(Math.max(tolerance, floor)) + 13} text-anchor="end">
        rank tolerance
      </text>
      {now > floor ? (
        <g>
          <line class="rule now" x1={MARGIN.left} x2={WIDTH} y1={y(now)} y2={y(now)} />
          <text class="note now" x={WIDTH - MARGIN.right - 4} y={y(now) - 5} text-anchor="end">
            λ
          </text>
        </g>
      ) : null}
    </Plot>
  );
}
