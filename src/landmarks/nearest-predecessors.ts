/** Points of d features by rows, scaled as distances count. */
export interface Cloud {
  readonly n: number;
  readonly d: number;
  readonly data: Float64Array;
}

/** Points of a leaf of a tree. */
const LEAF = 16;

/**
 * Of each point the `most` nearest of those that come before it in an order, the nearest first; ties go to the one that comes first. Row i of the result,
 * n × most, is filled up with −1.
 *
 * A k-d tree serves the points of an octave of the order, all those up to its end being in it: half of them at least come before.
 *
 * @param order the points in that order
 */
export function nearestPredecessors(cloud: Cloud, order: ArrayLike<number>, most: number): Int32Array {
  const { n } = cloud;
  const place = new Int32Array(n);
  for (let k = 0; k < n; k++) place[order[k] as number] = k;
  const found = new Int32Array(n * most).fill(-1);
  const nearest = { places: new Int32Array(most), distances: new Float64Array(most), count: 0 };
  for (let from = 0, to = Math.min(n, 2 * LEAF); from < n; from = to, to = Math.min(n, 2 * to)) {
    const tree = treeOf(cloud, order, place, to);
    for (let k = from; k < to; k++) {
      const point = order[k] as number;
      nearest.count = 0;
      search(cloud, tree, place, 0, to, point, k, nearest);
      for (let a = 0; a < nearest.count; a++) found[point * most + a] = order[nearest.places[a] as number] as number;
    }
  }
  return found;
}

/** The points of a tree: those of a node stand together, its median in the middle, what is less along its axis before it. */
interface Tree {
  readonly points: Int32Array;
  /** Of the node whose median stands there. */
  readonly axes: Int8Array;
  readonly earliest: Int32Array;
}

function treeOf(cloud: Cloud, order: ArrayLike<number>, place: Int32Array, count: number): Tree {
  const points = Int32Array.from({ length: count }, (_, k) => order[k] as number);
  const tree = { points, axes: new Int8Array(count), earliest: new Int32Array(count) };
  grow(cloud, tree, place, 0, count);
  return tree;
}

function grow(cloud: Cloud, tree: Tree, place: Int32Array, from: number, to: number): number {
  let first = Infinity;
  if (to - from <= LEAF) {
    for (let k = from; k < to; k++) first = Math.min(first, place[tree.points[k] as number] as number);
    return first;
  }
  const middle = (from + to) >> 1;
  const axis = widest(cloud, tree.points, from, to);
  divide(cloud, tree.points, from, to - 1, middle, axis);
  tree.axes[middle] = axis;
  first = Math.min(
    place[tree.points[middle] as number] as number,
    grow(cloud, tree, place, from, middle),
    grow(cloud, tree, place, middle + 1, to),
  );
  tree.earliest[middle] = first;
  return first;
}

function widest({ d, data }: Cloud, points: Int32Array, from: number, to: number): number {
  let [best, most] = [0, -1];
  for (let axis = 0; axis < d; axis++) {
    let [low, high] = [Infinity, -Infinity];
    for (let k = from; k < to; k++) {
      const value = data[(points[k] as number) * d + axis] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low > most) [best, most] = [axis, high - low];
  }
  return best;
}

/** What is less than the element in the middle before it, what is more behind it; equal ones by their index. Source: Hoare, Algorithm 65. */
function divide({ d, data }: Cloud, points: Int32Array, low: number, high: number, middle: number, axis: number): void {
  const less = (p: number, q: number): boolean => {
    const [a, b] = [data[p * d + axis] as number, data[q * d + axis] as number];
    return a < b || (a === b && p < q);
  };
  let [left, right] = [low, high];
  while (left < right) {
    const pivot = points[(left + right) >> 1] as number;
    let [i, j] = [left, right];
    while (i <= j) {
      while (less(points[i] as number, pivot)) i++;
      while (less(pivot, points[j] as number)) j--;
      if (i > j) break;
      const kept = points[i] as number;
      points[i++] = points[j] as number;
      points[j--] = kept;
    }
    if (middle <= j) right = j;
    else if (middle >= i) left = i;
    else return;
  }
}

interface Nearest {
  readonly places: Int32Array;
  readonly distances: Float64Array;
  count: number;
}

function search(
  cloud: Cloud,
  tree: Tree,
  place: Int32Array,
  from: number,
  to: number,
  point: number,
  before: number,
  nearest: Nearest,
): void {
  if (to - from <= LEAF) {
    for (let k = from; k < to; k++) consider(cloud, tree.points[k] as number, place, point, before, nearest);
    return;
  }
  const middle = (from + to) >> 1;
  if ((tree.earliest[middle] as number) >= before) return;
  const { d, data } = cloud;
  const [axis, median] = [tree.axes[middle] as number, tree.points[middle] as number];
  const beside = (data[point * d + axis] as number) - (data[median * d + axis] as number);
  if (beside < 0) search(cloud, tree, place, from, middle, point, before, nearest);
  else search(cloud, tree, place, middle + 1, to, point, before, nearest);
  const { places, distances, count } = nearest;
  if (count === places.length && beside * beside > (distances[count - 1] as number)) return;
  consider(cloud, median, place, point, before, nearest);
  if (beside < 0) search(cloud, tree, place, middle + 1, to, point, before, nearest);
  else search(cloud, tree, place, from, middle, point, before, nearest);
}

/** A point takes its place among the nearest. */
function consider({ d, data }: Cloud, other: number, place: Int32Array, point: number, before: number, nearest: Nearest): void {
  const k = place[other] as number;
  if (k >= before) return;
  let distance = 0;
  for (let f = 0; f < d; f++) {
    const difference = (data[point * d + f] as number) - (data[other * d + f] as number);
    distance += difference * difference;
  }
  const { places, distances } = nearest;
  const full = nearest.count === places.length;
  const nearer = (at: number): boolean =>
    distance < (distances[at] as number) || (distance === (distances[at] as number) && k < (places[at] as number));
  if (full && !nearer(nearest.count - 1)) return;
  let at = full ? nearest.count - 1 : nearest.count++;
  for (; at > 0 && nearer(at - 1); at--) {
    distances[at] = distances[at - 1] as number;
    places[at] = places[at - 1] as number;
  }
  distances[at] = distance;
  places[at] = k;
}
