import { useEffect, useMemo, useRef } from "preact/hooks";
import { lit, state, views } from "../store";
import { theme } from "../theme";
import { shortNumber } from "./plot";
import { diverging, sequential } from "./ramp";

/** K as a picture: one cell per pair of points, in the order of x. A cell lights its two points. */
export function GramView() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const found = views.value;
  const dark = theme.value === "dark";
  const order = useMemo(() => orderOf(found?.n ?? 0), [found]);
  const range = useMemo(() => (found ? rangeOf(found.gram) : [0, 1]), [found]);

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || !found) return;
    const { n, gram } = found;
    context.canvas.width = n;
    context.canvas.height = n;
    const image = context.createImageData(n, n);
    const [low, high] = range as [number, number];
    const size = Math.max(Math.abs(low), Math.abs(high)) || 1;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const value = gram[(order[i] as number) * n + (order[j] as number)] as number;
        image.data.set([...(low < 0 ? diverging(value / size, dark) : sequential((value / size) * 0.9, dark)), 255], 4 * (i * n + j));
      }
    }
    context.putImageData(image, 0, 0);
  }, [found, order, range, dark]);

  if (!found) return <div class="gram" />;
  const { n, gram } = found;
  const cell = lit.value.length === 2 ? lit.value : lit.value.length === 1 ? [lit.value[0], lit.value[0]] : [];
  const [i, j] = cell as [number | undefined, number | undefined];
  const value = i !== undefined && j !== undefined && i < n && j < n ? gram[i * n + j] : undefined;
  const rowOf = (point: number): number => order.indexOf(point);

  function light(event: PointerEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const at = (share: number): number | undefined => order[Math.min(n - 1, Math.max(0, Math.floor(share * n)))];
    const row = at((event.clientY - box.top) / box.height);
    const column = at((event.clientX - box.left) / box.width);
    if (row !== undefined && column !== undefined) lit.value = row === column ? [row] : [row, column];
  }

  function step(event: KeyboardEvent): void {
    const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!by) return;
    event.preventDefault();
    const [row, column] = i !== undefined && j !== undefined ? [rowOf(i), rowOf(j)] : [0, 0];
    const [a, b] = [row + (by[0] as number), column + (by[1] as number)].map((at) => order[Math.min(n - 1, Math.max(0, at))] as number) as [
      number,
      number,
    ];
    lit.value = a === b ? [a] : [a, b];
  }

  return (
    <div>
      <div
        class="gram"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys go from cell to cell, so the matrix must be reached
        tabIndex={0}
        aria-label={`Gram matrix of ${n} points. Arrow keys go from cell to cell.`}
        data-view="gram"
        onPointerMove={light}
        onPointerLeave={() => {
          lit.value = [];
        }}
        onKeyDown={step}
      >
        <canvas ref={canvas} />
        {lit.value
          .filter((point) => point < n)
          .map((point, at) => (
            <i
              key={`${at}-${point}`}
              class={at === 0 ? "row" : "column"}
              style={
                at === 0
                  ? { top: `${(100 * rowOf(point)) / n}%`, height: `${100 / n}%` }
                  : { left: `${(100 * rowOf(point)) / n}%`, width: `${100 / n}%` }
              }
            />
          ))}
        {i !== undefined && lit.value.length === 1 && i < n ? (
          <i class="column" style={{ left: `${(100 * rowOf(i)) / n}%`, width: `${100 / n}%` }} />
        ) : null}
      </div>
      <p class="readout" aria-live="polite">
        {value === undefined
          ? `${n} × ${n}, from ${shortNumber(range[0] as number)} to ${shortNumber(range[1] as number)}`
          : `k(x${sub(i as number)}, x${sub(j as number)}) = ${shortNumber(value)}`}
      </p>
    </div>
  );
}

function sub(index: number): string {
  return String(index + 1).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)] as string);
}

/** The points by their first feature, so that near points are near in the picture. */
function orderOf(n: number): number[] {
  const points = state.peek()?.points;
  const indices = Array.from({ length: n }, (_, i) => i);
  if (points?.y.length !== n) return indices;
  return indices.sort((a, b) => (points.x[a * points.d] as number) - (points.x[b * points.d] as number));
}

function rangeOf(values: Float32Array): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
