import { asMatrix } from "../core/matrix-view";
import { multiply } from "../core/products";
import { mercerError } from "../errors";
import { isVector } from "../input";
import { type ExplicitMap, explicitMap, type FeatureMap, resolveFeatures } from "../kernels/features";
import { type SeenPoint, seenPoint } from "../kernels/seen-point";
import { type Matrix, rowAt, type Vector } from "../matrix";
import { createWorkspace, slice, takeBlocks, view, withBlocks } from "../wasm/memory";

/** Numbers of Φ(Z) held at a time: bounds the working memory whatever the number of points; the results do not depend on it. */
const CHUNK = 2 ** 20;

/** Φ(Z)·W, m × t, for weights W (M × t). */
export function linearPredictions(features: FeatureMap, z: Matrix, W: Matrix): Matrix {
  const m = z.rows;
  const { rows: M, cols: t } = W;
  const first = seenPoint(rowAt(z, 0));
  const { map } = mapTo(M, features, first, "Z");
  const most = Math.min(m, Math.max(1, Math.floor(CHUNK / M)));
  const data = new Float64Array(m * t);
  withBlocks({ phi: most * M, W: M * t, H: most * t }, (blocks, workspace) => {
    view(workspace, blocks.W).set(W.data);
    for (let from = 0; from < m; from += most) {
      const rows = Math.min(most, m - from);
      const phi = new Float64Array(rows * M);
      for (let i = 0; i < rows; i++) phi.set(map(from + i === 0 ? first : seenPoint(rowAt(z, from + i))), i * M);
      view(workspace, blocks.phi).set(phi);
      view(workspace, blocks.H).fill(0);
      multiply(workspace, asMatrix(blocks.phi, rows, M), asMatrix(blocks.W, M, t), asMatrix(blocks.H, rows, t));
      data.set(view(workspace, slice(blocks.H, 0, rows * t)), from * t);
    }
  });
  return { rows: m, cols: t, data };
}

/** φ(x)·W for one point x at a time, W and the map being kept ready in an instance of their own; the array returned is used again. */
export function linearPredictor(features: FeatureMap, W: Matrix): (x: Vector) => Float64Array {
  const { rows: M, cols: t } = W;
  const workspace = createWorkspace();
  const blocks = takeBlocks(workspace, { phi: M, W: M * t, H: t });
  const [phi, H] = [view(workspace, blocks.phi), view(workspace, blocks.H)];
  view(workspace, blocks.W).set(W.data);
  let prepared: { readonly d: number; readonly map: ExplicitMap["map"] } | null = null;
  return (x) => {
    if (!isVector(x) || x.length === 0) {
      throw mercerError("shape", "x must be an array of numbers, one per feature", { argument: "x" });
    }
    const point = seenPoint(Float64Array.from(x));
    if (prepared?.d !== x.length) prepared = { d: x.length, map: mapTo(M, features, point, "x").map };
    phi.set(prepared.map(point));
    H.fill(0);
    multiply(workspace, asMatrix(blocks.phi, 1, M), asMatrix(blocks.W, M, t), asMatrix(blocks.H, 1, t));
    return H;
  };
}

/** @throws "shape" unless points like the sample have M features φ */
export function mapTo(M: number, features: FeatureMap, sample: SeenPoint, name: string): ExplicitMap {
  const map = explicitMap(resolveFeatures(features, sample), sample);
  if (map.dimension === M) return map;
  throw mercerError(
    "shape",
    `${name} has ${sample.features.length} columns, which make ${map.dimension} features; the model has ${M} weights`,
    {
      argument: name,
      features: map.dimension,
      needed: M,
    },
  );
}
