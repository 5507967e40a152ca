import { contours } from "d3-contour";
import { useMemo } from "preact/hooks";
import type { FitResult } from "../compute/messages";
import type { Method } from "../model/state";
import { theme } from "../theme";
import type { Scale } from "./plot";
import { diverging, sequential } from "./ramp";

interface SurfaceProps {
  readonly x: Scale;
  readonly y: Scale;
  readonly found: FitResult;
  readonly method: Method;
}

/** A function of two features: its values as colours, its levels as lines; of a classifier the border is heavier. */
export function Surface({ x, y, found, method }: SurfaceProps) {
  const [left, right] = x.range() as [number, number];
  const [bottom, top] = y.range() as [number, number];
  const dark = theme.value === "dark";
  const url = useMemo(() => imageOf(found, method === "classifier", dark), [found, method, dark]);
  const lines = useMemo(
    () => contours().size([found.columns, found.rows]).thresholds(levelsOf(found, method))(Array.from(found.mean, finite)),
    [found, method],
  );
  const across = (column: number): number => left + ((right - left) * column) / found.columns;
  const up = (row: number): number => bottom + ((top - bottom) * row) / found.rows;
  return (
    <g>
      <image href={url} x={left} y={top} width={right - left} height={bottom - top} preserveAspectRatio="none" class="surface" />
      {lines.map((line) => (
        <path
          key={line.value}
          class={line.value === 0 && method === "classifier" ? "level border" : "level"}
          d={line.coordinates
            .flat()
            .map((ring) => pathOf(ring as [number, number][], found, across, up))
            .join("")}
        />
      ))}
    </g>
  );
}

/** A level as a path; where it only runs along the edge of the picture it is not drawn. */
function pathOf(
  ring: readonly [number, number][],
  { columns, rows }: FitResult,
  across: (c: number) => number,
  up: (r: number) => number,
): string {
  const onEdge = ([c, r]: readonly [number, number]): boolean => c <= 0.5 || r <= 0.5 || c >= columns - 0.5 || r >= rows - 0.5;
  let path = "";
  ring.forEach((point, i) => {
    const before = ring[i - 1];
    path += `${before && !(onEdge(before) && onEdge(point)) ? "L" : "M"}${across(point[0]).toFixed(1)} ${up(point[1]).toFixed(1)}`;
  });
  return path;
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function levelsOf({ mean }: FitResult, method: Method): number[] {
  if (method === "classifier") return [-1, 0, 1];
  const [low, high] = rangeOf(mean);
  return Array.from({ length: 9 }, (_, i) => low + ((high - low) * (i + 1)) / 10);
}

function rangeOf(values: Float64Array): [number, number] {
  return [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
}

function imageOf({ mean, columns, rows }: FitResult, isClassifier: boolean, dark: boolean): string {
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  const image = context.createImageData(columns, rows);
  const [low, high] = rangeOf(mean);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = mean[row * columns + column] as number;
      const color = isClassifier ? diverging(Math.tanh(value), dark) : sequential((value - low) / (high - low || 1), dark);
      image.data.set([...color, 255], 4 * ((rows - 1 - row) * columns + column));
    }
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
