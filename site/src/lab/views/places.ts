import { scaleLinear } from "d3-scale";
import type { Frame } from "../model/state";
import { MARGIN, type Scale } from "./plot";

/** The scales of a picture of the frame. */
export function scalesOf(frame: Frame, width: number, height: number): { readonly x: Scale; readonly y: Scale } {
  const [left, right, bottom, top] = frame;
  return {
    x: scaleLinear([left, right], [MARGIN.left, width - MARGIN.right]),
    y: scaleLinear([bottom, top], [height - MARGIN.bottom, MARGIN.top]),
  };
}

/** Numbers at equal distances, both ends included. */
export function evenly(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}
