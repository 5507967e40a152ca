import { scaleLinear, scaleLog } from "d3-scale";
import { useContext } from "preact/hooks";
import { lambda, views } from "../store";
import { MARGIN, Plot, powerOfTen } from "./plot";
import { CardWidth } from "./use-width";

/** As high as the Gram matrix beside it. */
const HIGHEST = 330;
/** Where the names of the two rules stand, clear of the eigenvalues. */
const GUTTER = 64;

/** The eigenvalues of K, the largest first, on a logarithm; below the tolerance they cannot be told from 0. */
export function SpectrumView() {
  const found = views.value;
  const width = useContext(CardWidth);
  const height = Math.min(HIGHEST, Math.round(0.95 * width));
  if (!found) return <div class="plot" style={{ height }} />;
  const { eigenvalues, tolerance, rank } = found;
  const n = eigenvalues.length;
  const top = Math.max(Math.abs(eigenvalues[0] ?? 1), Math.abs(eigenvalues[n - 1] ?? 1), 1e-300);
  const floor = Math.min(tolerance || top * 1e-16, top * 1e-8) / 30;
  const now = lambda.value;
  const right = width - GUTTER;
  const x = scaleLinear([0.5, n + 0.5], [MARGIN.left, right]);
  const y = scaleLog([floor, top * 3], [height - MARGIN.bottom, MARGIN.top]);
  const negative = eigenvalues.filter((value) => value < -tolerance).length;
  const thick = Math.max(1.2, Math.min(9, ((right - MARGIN.left) / n) * 0.62));
  const toleranceAt = y(Math.max(tolerance, floor));
  const hasLambda = now > floor;
  const lambdaAt = y(Math.min(top * 3, Math.max(floor, now)));
  // the two names stand clear of each other
  const near = hasLambda && Math.abs(lambdaAt - toleranceAt) < 20;
  const down = near ? (lambdaAt < toleranceAt ? lambdaAt - toleranceAt + 16 : lambdaAt - toleranceAt - 21) : -2;
  return (
    <Plot
      name="spectrum"
      {...{ width, height }}
      x={x}
      y={y}
      yFormat={powerOfTen}
      xLabel="eigenvalue, the largest first"
      label={`${n} eigenvalues; rank ${rank}; ${negative} negative`}
      beside={
        <g>
          <text class="note" x={right + 6} y={toleranceAt + down}>
            <tspan x={right + 6}>rank</tspan>
            <tspan x={right + 6} dy="1.1em">
              tolerance
            </tspan>
          </text>
          {hasLambda ? (
            <text class="note now" x={right + 6} y={lambdaAt} dy="0.35em">
              λ
            </text>
          ) : null}
        </g>
      }
    >
      <rect class="below" x={MARGIN.left} width={right - MARGIN.left} y={toleranceAt} height={height} />
      {Array.from(eigenvalues, (value, i) => {
        const size = Math.max(floor, Math.abs(value));
        const look = value < -tolerance ? "stem negative" : Math.abs(value) <= tolerance ? "stem lost" : "stem";
        return (
          <line key={i} class={look} style={{ strokeWidth: thick }} x1={x(i + 1)} x2={x(i + 1)} y1={height - MARGIN.bottom} y2={y(size)} />
        );
      })}
      <line class="rule" x1={MARGIN.left} x2={right} y1={toleranceAt} y2={toleranceAt} />
      {hasLambda ? <line class="rule now" x1={MARGIN.left} x2={right} y1={lambdaAt} y2={lambdaAt} /> : null}
    </Plot>
  );
}
