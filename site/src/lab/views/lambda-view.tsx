import { scaleLinear, scaleLog } from "d3-scale";
import { useContext } from "preact/hooks";
import type { PathResult } from "../compute/messages";
import { kept } from "../model/state";
import { lambda, update, views } from "../store";
import { lineThrough, MARGIN, Plot, powerOfTen } from "./plot";
import { CardWidth } from "./use-width";

const HEIGHT = 270;
/** How far the axis goes on to the present λ. */
const BEYOND = 1e6;

/** Three ways to choose λ, at every λ, from one eigendecomposition. Each is drawn from its best to its worst. */
export function LambdaView() {
  const found = views.value;
  const width = useContext(CardWidth);
  if (!found) return <div class="plot" style={{ height: HEIGHT }} />;
  const { path, pathFailure } = found;
  if (!path) return <p class="empty">{pathFailure}</p>;
  const { lambdas, looError, gcv, likelihood, best } = path;
  const [first, last] = [lambdas[0] as number, lambdas[lambdas.length - 1] as number];
  const now = lambda.value;
  const [low, high] = [Math.min(first, last), Math.max(first, last)];
  // the present λ is seen also where it is beyond them
  const x = scaleLog(
    [Math.min(low, Math.max(now || low, low / BEYOND)), Math.max(high, Math.min(now, high * BEYOND))],
    [MARGIN.left, width - MARGIN.right],
  );
  const y = scaleLinear([-0.06, 1.06], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const curves = [
    { name: "leave-one-out", look: "one", values: shares(looError, Math.log), best: best.leaveOneOut },
    { name: "GCV", look: "two", values: shares(gcv, Math.log), best: best.gcv },
    { name: "evidence", look: "three", values: evidence(likelihood), best: best.marginalLikelihood },
  ];
  const take = (event: MouseEvent): void => {
    const box = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
    const chosen = x.invert(((event.clientX - box.left) * width) / box.width);
    update({ lambda: kept(Math.min(x.domain()[1] as number, Math.max(x.domain()[0] as number, chosen))) });
  };
  return (
    <div>
      <Plot
        name="lambda"
        width={width}
        height={HEIGHT}
        x={x}
        y={y}
        xFormat={powerOfTen}
        yFormat={(value) => (value === 0 ? "best" : value === 1 ? "worst" : "")}
        xLabel="λ"
        label={labelOf(path)}
        events={{ onClick: take }}
      >
        {curves.map(({ name, look, values, best: at }) => (
          <g key={name}>
            <path class={`criterion ${look}`} d={lineThrough(lambdas, values, x, y)} />
            <circle class={`criterion ${look}`} cx={x(at)} cy={y(values[lambdas.indexOf(at)] ?? 0)} r={4} />
          </g>
        ))}
        {now > 0 ? <line class="rule now" x1={x(now)} x2={x(now)} y1={0} y2={HEIGHT} /> : null}
      </Plot>
      <ul class="legend">
        {curves.map(({ name, look, best: at }) => (
          <li key={name}>
            <button type="button" onClick={() => update({ lambda: kept(at) })}>
              <i class={look} />
              {name} <span>{powerOfTen(at)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How much less probable than by the best λ, on a logarithm: near λ = 0 it is beyond any scale. */
function evidence(likelihood: Float64Array): number[] {
  const most = likelihood.reduce((a, b) => Math.max(a, b), -Infinity);
  return shares(likelihood, (value) => Math.log1p(most - value));
}

/** 0 for the least, 1 for the largest. */
function shares(values: Float64Array, map: (value: number) => number): number[] {
  const mapped = Array.from(values, map);
  const usable = mapped.filter(Number.isFinite);
  const [low, high] = [Math.min(...usable), Math.max(...usable)];
  return mapped.map((value) => (value - low) / (high - low || 1));
}

function labelOf({ best }: PathResult): string {
  return `Criteria over λ. Best by leave-one-out ${powerOfTen(best.leaveOneOut)}, by GCV ${powerOfTen(best.gcv)}, by the evidence ${powerOfTen(best.marginalLikelihood)}`;
}
