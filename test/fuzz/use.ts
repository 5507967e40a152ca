import type { Matrix } from "../../src/entries/index";

/**
 * What a result comes to when it is used: functions that a call returns are called, and given back. Everything that is to be judged is in what this returns.
 */
export async function used(verb: string, value: unknown, args: readonly unknown[]): Promise<unknown> {
  const name = verb.slice(verb.indexOf(".") + 1);
  switch (name) {
    case "predictor":
    case "distributionPredictor":
      return askedAt(value as Predictor, args[0]);
    case "incremental":
      return grown(value as Incremental);
    case "cholesky":
    case "lu":
    case "ldl":
    case "qr":
    case "pivotedCholesky":
      return solved(value as Factor);
    case "rowBlocks":
      return collected(value as AsyncIterable<unknown>);
    case "startPool":
      return closed(value as { close(): Promise<void> });
    default:
      return value;
  }
}

interface Predictor {
  (x: unknown): unknown;
  release(): void;
}

/** At the points of its own fit, or at a row of a table. */
function askedAt(h: Predictor, model: unknown): unknown {
  const { d, points, weights, recipe } = model as { d?: number; points?: Matrix | null; weights?: unknown; recipe?: unknown };
  try {
    if (recipe) return h({ x: 1, colour: "red", flag: true, date: "2024-01-01" });
    if (weights) return h([1]);
    const size = points?.cols ?? d ?? 1;
    return [h(new Float64Array(size)), h(Float64Array.from({ length: size }, (_, k) => k + 0.5))];
  } finally {
    h.release();
  }
}

interface Incremental {
  readonly rows: number;
  append(X: unknown, y: unknown): void;
  remove(rows: unknown): void;
  model(): Record<string, unknown>;
  release(): void;
}

/** Its model before, after its first row has come once more, and after that one has gone. */
function grown(found: Incremental): unknown {
  try {
    const first = found.model();
    const { points, coefficients } = first as { points: Matrix | null; coefficients: Float64Array | Matrix };
    if (!points || !(coefficients instanceof Float64Array)) return { first };
    const row = Array.from(points.data.slice(0, points.cols), (value) => value + 0.5);
    found.append([row], [1]);
    const second = found.model();
    found.remove(found.rows - 1);
    return { first, second, third: found.model() };
  } finally {
    found.release();
  }
}

interface Factor {
  readonly L?: Matrix;
  readonly R?: Matrix;
  readonly Q?: Matrix;
  solve(b: unknown): unknown;
}

/** A factorisation with the solution for 1, 2 …; null where it has none. */
function solved(factor: Factor): unknown {
  const n = factor.Q?.rows ?? factor.L?.rows ?? 0;
  const b = Float64Array.from({ length: n }, (_, i) => i + 1);
  let x: unknown = null;
  let refusal: unknown = null;
  try {
    x = factor.solve(b);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "MercerError") throw error;
    refusal = error.message;
  }
  return { ...factor, b, x, refusal };
}

async function collected(blocks: AsyncIterable<unknown>): Promise<unknown> {
  const found: unknown[] = [];
  for await (const block of blocks) found.push(block);
  return found;
}

async function closed(pool: { close(): Promise<void> }): Promise<unknown> {
  await pool.close();
  return "closed";
}
