import type { Draw } from "./draw";
import { MATRIX_FORMS, VECTOR_FORMS } from "./forms";
import { listed, type Term } from "./term";

const POWERS = [1, -1, 4, -4, 8, -8, 100, -100, 150, -150, 154, -155, 200, -200, 300, -300, 307, -307, -320];
const AWKWARD = [0, -0, 1, -1, 5e-324, -5e-324, 2 ** -1022, Number.MAX_VALUE, 1e154, -1e155, Number.EPSILON, 2 ** 53, 0.1, 1 / 3];

/** How the numbers of one argument come about. */
type Mood = (at: number) => number;

/** The sizes and the scale of one call, and arguments that fit together. */
export class Scene {
  readonly draw: Draw;
  readonly n: number;
  readonly d: number;

  /** Whether its numbers are ordinary, and its functions keep the rules: for models that other verbs are to be given. */
  readonly benign: boolean;

  constructor(draw: Draw, benign = false) {
    this.draw = draw;
    this.benign = benign;
    this.n = draw.chance(0.1) ? draw.integer(7, 12) : draw.integer(1, 6);
    this.d = draw.chance(0.5) ? 1 : draw.integer(1, 4);
  }

  mood(): Mood {
    const { draw } = this;
    const kind = draw.uniform() * (this.benign ? 0.6 : 1);
    if (kind < 0.25) return () => draw.integer(-3, 3);
    if (kind < 0.6) return () => draw.normal();
    if (kind < 0.68) return (at) => at;
    if (kind < 0.74) return () => 1e6 + draw.normal();
    if (kind < 0.8) return () => draw.integer(0, 1);
    if (kind < 0.92) {
      const power = draw.pick(POWERS);
      return () => draw.normal() * Number(`1e${power}`);
    }
    if (kind < 0.96) return () => draw.normal() * Number(`1e${draw.pick(POWERS)}`);
    return () => draw.pick(AWKWARD);
  }

  /** Numbers of one mood, some of them equal. */
  values(count: number): number[] {
    const mood = this.mood();
    const values = this.draw.list(count, mood);
    if (count > 1 && this.draw.chance(0.15)) values[count - 1] = values[0] as number;
    return values;
  }

  positive(count: number): number[] {
    return this.values(count).map((value) => (value === 0 ? 1 : Math.abs(value)));
  }

  vectorOf(values: readonly number[]): Term {
    const form = this.draw.chance(0.6) ? "f64" : this.draw.pick(VECTOR_FORMS);
    return { $: "vector", form, of: listed(values) };
  }

  matrixOf(values: readonly number[], rows: number, cols: number): Term {
    const form = this.draw.chance(0.6) ? "matrix" : this.draw.pick(MATRIX_FORMS);
    return { $: "matrix", form, rows, cols, of: listed(values) };
  }

  vector(count = this.n): Term {
    return this.vectorOf(this.values(count));
  }

  matrix(rows: number, cols: number): Term {
    return this.matrixOf(this.values(rows * cols), rows, cols);
  }

  /** Points, with equal rows at times. */
  points(rows = this.n, cols = this.d): Term {
    if (cols === 1 && this.draw.chance(0.2)) return this.vector(rows);
    const values = this.values(rows * cols);
    if (rows > 1 && this.draw.chance(0.2)) values.splice((rows - 1) * cols, cols, ...values.slice(0, cols));
    return this.matrixOf(values, rows, cols);
  }

  /** Targets: a vector, or a matrix of up to three. */
  targets(rows = this.n): Term {
    return this.draw.chance(0.75) ? this.vector(rows) : this.matrix(rows, this.draw.integer(1, 3));
  }

  weights(rows = this.n): Term {
    const kind = this.draw.uniform();
    if (kind < 0.2) return 2;
    if (kind < 0.4) return this.vectorOf(this.draw.list(rows, () => this.draw.integer(0, 2)));
    return this.vectorOf(kind < 0.9 ? this.draw.list(rows, () => 0.05 + this.draw.uniform()) : this.positive(rows));
  }

  labels(rows = this.n): Term {
    const classes = this.draw.pick<readonly (string | number | boolean)[]>([
      ["a", "b"],
      [0, 1],
      [true, false],
      ["a", "b", "c"],
      [1, 2, 3, 4],
      ["__proto__", "constructor"],
      [-1, 1],
      ["only"],
    ]);
    return this.draw.list(rows, (i) => (i < classes.length ? (classes[i] as string) : (this.draw.pick(classes) as string)));
  }

  /** A positive number, ordinary as a rule. */
  size(): number {
    return this.benign || this.draw.chance(0.8) ? this.draw.pick([0.01, 0.1, 0.5, 1, 2, 10]) : (this.positive(1)[0] as number);
  }

  lambda(): number {
    return this.benign || this.draw.chance(0.85) ? this.draw.pick([0, 1e-9, 1e-3, 0.1, 0.5, 1, 10]) : (this.positive(1)[0] as number);
  }

  seed(): number {
    return this.draw.integer(0, 5);
  }
}
