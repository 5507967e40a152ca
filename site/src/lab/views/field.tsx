import { contours } from "d3-contour";
import { useMemo } from "preact/hooks";
import type { Scale } from "./plot";

/** Numbers on a lattice over the picture: `columns` from left to right, `rows` from bottom to top. */
export interface Lattice {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float64Array;
}

interface FieldProps {
  readonly x: Scale;
  readonly y: Scale;
  readonly lattice: Lattice;
  /** The colour of a value; another function paints anew. */
  readonly color: (value: number) => readonly [number, number, number];
  /** Where lines are drawn. */
  readonly levels: readonly number[];
  /** The level whose line is heavier. */
  readonly border?: number;
}

/** A function of two features: its values as colours, its levels as lines. */
export function Field({ x, y, lattice, color, levels, border }: FieldProps) {
  const { columns, rows, values } = lattice;
  const [left, right] = x.range() as [number, number];
  const [bottom, top] = y.range() as [number, number];
  const url = useMemo(() => imageOf(lattice, color), [lattice, color]);
  const lines = useMemo(
    () =>
      contours()
        .size([columns, rows])
        .thresholds([...levels])(Array.from(values, finite)),
    [columns, rows, values, levels],
  );
  const across = (column: number): number => left + ((right - left) * column) / columns;
  const up = (row: number): number => bottom + ((top - bottom) * row) / rows;
  return (
    <g>
      <image href={url} x={left} y={top} width={right - left} height={bottom - top} preserveAspectRatio="none" class="surface" />
      {lines.map((line) => (
        <path
          key={line.value}
          class={line.value === border ? "level border" : "level"}
          d={line.coordinates
            .flat()
            .map((ring) => pathOf(ring as [number, number][], lattice, across, up))
            .join("")}
        />
      ))}
    </g>
  );
}

/** As many levels between the least and the largest value, at equal distances. */
export function levelsBetween([low, high]: readonly [number, number], count: number): number[] {
  return Array.from({ length: count }, (_, i) => low + ((high - low) * (i + 1)) / (count + 1));
}

/** The least and the largest of numbers. */
export function rangeOf(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** A level as a path; where it only runs along the edge of the picture it is not drawn. */
function pathOf(
  ring: readonly [number, number][],
  { columns, rows }: Lattice,
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

function imageOf({ values, columns, rows }: Lattice, color: FieldProps["color"]): string {
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  const image = context.createImageData(columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      image.data.set([...color(values[row * columns + column] as number), 255], 4 * ((rows - 1 - row) * columns + column));
    }
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
