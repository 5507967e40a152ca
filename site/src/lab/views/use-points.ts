import { useRef } from "preact/hooks";
import { added, countOf, type LabState, moved, removed } from "../model/state";
import { chosen, lit, said, state, update, updatePoints } from "../store";
import { type Scale, shortNumber } from "./plot";

/** How near the pointer must be to a point to take it, in units of the picture. */
const REACH = 16;

/** Points are dragged, added and deleted by pointer and keyboard in the picture of these scales. */
export function usePoints(x: Scale, y: Scale, width: number) {
  const dragged = useRef<number | null>(null);
  const frame = useRef(0);

  function placeOf(event: PointerEvent | MouseEvent): [number, number] {
    const box = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
    const unit = width / box.width;
    return [(event.clientX - box.left) * unit, (event.clientY - box.top) * unit];
  }

  function nearest([h, v]: readonly [number, number], reach = REACH): number | null {
    const now = state.value as LabState;
    let best: number | null = null;
    let least = reach;
    for (let i = 0; i < countOf(now.points); i++) {
      const [a, b] = pointAt(now, i);
      const away = Math.hypot(x(a) - h, y(b) - v);
      if (away < least) [best, least] = [i, away];
    }
    return best;
  }

  function onPointerDown(event: PointerEvent): void {
    const place = placeOf(event);
    const index = nearest(place, event.pointerType === "touch" ? 28 : REACH);
    if (index === null) return;
    dragged.current = index;
    chosen.value = index;
    lit.value = [index];
    (event.currentTarget as SVGSVGElement).setPointerCapture(event.pointerId);
  }

  function onPointerMove(event: PointerEvent): void {
    const place = placeOf(event);
    const index = dragged.current;
    if (index === null) {
      const near = nearest(place, 24);
      lit.value = near === null ? [] : [near];
      return;
    }
    // no more than one fit per frame, however many events the pointer has
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      const now = state.value as LabState;
      updatePoints(moved(now.points, index, within(now, [x.invert(place[0]), y.invert(place[1])])), true);
    });
  }

  function onPointerUp(): void {
    if (dragged.current !== null) tell(dragged.current, "moved to");
    dragged.current = null;
  }

  function onDblClick(event: MouseEvent): void {
    const place = placeOf(event);
    const index = nearest(place);
    if (index === null) add([x.invert(place[0]), y.invert(place[1])]);
    else remove(index);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const now = state.value as LabState;
    const n = countOf(now.points);
    const index = chosen.value;
    const step = event.shiftKey ? 0.05 : 0.01;
    const [left, right, bottom, top] = now.frame;
    const by: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, 1],
      ArrowDown: [0, -1],
    };
    const direction = by[event.key];
    if (direction && index !== null) {
      const [a, b] = pointAt(now, index);
      const to = within(now, [a + direction[0] * step * (right - left), b + direction[1] * step * (top - bottom)]);
      updatePoints(moved(now.points, index, to), true);
      tell(index, "moved to");
    } else if (event.key === "n" || event.key === "p" || direction) {
      const next = ((index ?? -1) + (event.key === "p" ? n - 1 : 1) + (index === null && event.key === "p" ? 1 : 0)) % n;
      chosen.value = next;
      lit.value = [next];
      tell(next, "chosen, at");
    } else if ((event.key === "Delete" || event.key === "Backspace") && index !== null) remove(index);
    else if (event.key === "a" || event.key === "Insert") add([(left + right) / 2, (bottom + top) / 2]);
    else if (event.key === "Escape") {
      chosen.value = null;
      lit.value = [];
    } else return;
    event.preventDefault();
  }

  function onPointerLeave(): void {
    if (dragged.current === null) lit.value = [];
  }

  return { onPointerDown, onPointerMove, onPointerUp, onPointerLeave, onDblClick, onKeyDown, onPointerCancel: onPointerUp };
}

/** Where a point stands in the picture, in units of the data. */
export function pointAt({ points: { d, x, y } }: LabState, index: number): [number, number] {
  return d === 1 ? [x[index] as number, y[index] as number] : [x[2 * index] as number, x[2 * index + 1] as number];
}

/** A point stays where it can be seen. */
function within({ frame: [left, right, bottom, top] }: LabState, [a, b]: readonly [number, number]): [number, number] {
  return [Math.min(right, Math.max(left, a)), Math.min(top, Math.max(bottom, b))];
}

export function add(at: readonly [number, number]): void {
  const now = state.value;
  if (!now) return;
  const index = chosen.value ?? 0;
  const target = now.points.y[index] ?? 1;
  const points = added(now.points, at, target);
  chosen.value = countOf(points) - 1;
  update({ points });
  tell(countOf(points) - 1, "added at");
}

export function remove(index: number): void {
  const now = state.value;
  if (!now || countOf(now.points) <= 2) {
    said.value = "Two points are the least.";
    return;
  }
  chosen.value = null;
  lit.value = [];
  update({ points: removed(now.points, index) });
  said.value = `Point ${index + 1} deleted, ${countOf(now.points) - 1} left.`;
}

function tell(index: number, what: string): void {
  const now = state.value as LabState;
  said.value = `Point ${index + 1} of ${countOf(now.points)} ${what} ${pointAt(now, index).map(shortNumber).join(", ")}.`;
}
