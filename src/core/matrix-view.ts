import { type Block, type ElementType, view, type Workspace, widthOf } from "../wasm/memory";

/**
 * A matrix in the memory of an instance: element (i, j) stands i·rs + j·cs elements behind the first, which is at `address`, in bytes.
 *
 * Where rows are contiguous (cs = 1) rs is the leading dimension; it may exceed `cols`. Nothing is copied: the transpose, a part and the matrix read
 * from its end are views of the same elements.
 */
export interface MatrixView<T extends ElementType = "f64"> {
  readonly address: number;
  readonly rows: number;
  readonly cols: number;
  readonly rs: number;
  readonly cs: number;
  readonly type: T;
}

/** Words and bytes of a matrix as the core reads it, see assembly/blas/operand.ts; and the most that a call takes. */
const OPERAND = 5;
export const OPERAND_BYTES = 4 * OPERAND;
const MOST_OPERANDS = 4;

/** Writes the matrices of a call where the core finds them; returns the address of the first, the others follow `OPERAND_BYTES` apart. */
export function operands(workspace: Pick<Workspace, "core" | "operands">, A: Place, B: Place, C?: Place, D?: Place): number {
  const { memory, OPERANDS } = workspace.core;
  // kept: a fit of few points has no time to make them anew at every call
  const kept = workspace.operands;
  const words = kept?.buffer === memory.buffer ? kept : new Int32Array(memory.buffer, OPERANDS.value, OPERAND * MOST_OPERANDS);
  workspace.operands = words;
  writeOperand(words, 0, A);
  writeOperand(words, 1, B);
  if (C) writeOperand(words, 2, C);
  if (D) writeOperand(words, 3, D);
  return words.byteOffset;
}

type Place = Omit<MatrixView, "type">;

function writeOperand(words: Int32Array, index: number, { address, rows, cols, rs, cs }: Place): void {
  const at = OPERAND * index;
  words[at] = address;
  words[at + 1] = rows;
  words[at + 2] = cols;
  words[at + 3] = rs;
  words[at + 4] = cs;
}

/** A block as rows × cols numbers, row by row, the rows `ld` apart; a column unless `cols` is given. */
export function asMatrix<T extends ElementType>({ address, type }: Block<T>, rows: number, cols = 1, ld = cols): MatrixView<T> {
  return { address, rows, cols, rs: ld, cs: 1, type };
}

/** A block as t vectors, one after the other, the columns of a matrix. */
export function asColumns<T extends ElementType>({ address, type }: Block<T>, rows: number, t: number): MatrixView<T> {
  return { address, rows, cols: t, rs: 1, cs: rows, type };
}

/** Aᵀ */
export function flipped<T extends ElementType>({ address, rows, cols, rs, cs, type }: MatrixView<T>): MatrixView<T> {
  return { address, rows: cols, cols: rows, rs: cs, cs: rs, type };
}

/** The rows × cols elements of A from (i, j) on. */
export function partOf<T extends ElementType>(A: MatrixView<T>, i: number, j: number, rows: number, cols: number): MatrixView<T> {
  const { rs, cs, type } = A;
  return { address: A.address + widthOf(type) * (i * rs + j * cs), rows, cols, rs, cs, type };
}

/** A with its rows in reverse order. */
export function upended<T extends ElementType>({ address, rows, cols, rs, cs, type }: MatrixView<T>): MatrixView<T> {
  return { address: address + widthOf(type) * (rows - 1) * rs, rows, cols, rs: -rs, cs, type };
}

/** A with its rows and its columns in reverse order: a lower triangle becomes an upper one. */
export function backwards<T extends ElementType>({ address, rows, cols, rs, cs, type }: MatrixView<T>): MatrixView<T> {
  return { address: address + widthOf(type) * ((rows - 1) * rs + (cols - 1) * cs), rows, cols, rs: -rs, cs: -cs, type };
}

/** The numbers from the first element of A to its last, for rows that are contiguous: element (i, j) at i·rs + j. Valid until memory grows. */
export function elementsOf(workspace: Workspace, { address, rows, cols, rs, type }: MatrixView): Float64Array {
  return view(workspace, { address, length: rows === 0 ? 0 : (rows - 1) * rs + cols, type });
}

/** a_kk */
export function diagonalIn(workspace: Workspace, A: MatrixView): Float64Array {
  const elements = elementsOf(workspace, A);
  return Float64Array.from({ length: Math.min(A.rows, A.cols) }, (_, k) => elements[k * (A.rs + 1)] as number);
}
