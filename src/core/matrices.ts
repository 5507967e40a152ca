import type { Matrix } from "../matrix";
import { type Block, copyOf, type Rooms, type Workspace, withBlocks } from "../wasm/memory";
import { asMatrix, elementsOf, type MatrixView } from "./matrix-view";

/** A matrix that is to stand in memory; without data as zeros. */
export interface Given {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array | null;
}

export function zeros(rows: number, cols = 1): Given {
  return { rows, cols, data: null };
}

/** Runs `body` with copies of the matrices in memory, their rows one after the other. */
export function withMatrices<K extends string, T>(
  given: Readonly<Record<K, Given>>,
  body: (placed: Readonly<Record<K, MatrixView>>, workspace: Workspace) => T,
): T {
  const names = Object.keys(given) as K[];
  const rooms = Object.fromEntries(names.map((name) => [name, given[name].rows * given[name].cols]));
  return withBlocks<Rooms, T>(rooms, (blocks, workspace) => {
    const place = (name: K): MatrixView => {
      const { rows, cols, data } = given[name];
      const placed = asMatrix(blocks[name] as Block, rows, cols);
      const elements = elementsOf(workspace, placed);
      if (data) elements.set(data);
      else elements.fill(0);
      return placed;
    };
    return body(Object.fromEntries(names.map((name) => [name, place(name)])) as Record<K, MatrixView>, workspace);
  });
}

/** A matrix of memory as one of its own; its rows stand one after the other. */
export function copied(workspace: Workspace, A: MatrixView): Matrix {
  return { rows: A.rows, cols: A.cols, data: copyOf(workspace, { address: A.address, length: A.rows * A.cols, type: "f64" }) };
}
