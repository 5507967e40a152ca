/** A number with its derivatives by n variables: forward differentiation. */
export class Jet {
  constructor(
    readonly value: number,
    readonly slope: readonly number[],
  ) {}

  /** Variables with these values. */
  static variables(x: ArrayLike<number>): Jet[] {
    return Array.from(
      x,
      (value, i) =>
        new Jet(
          value,
          Array.from(x, (_, j) => (i === j ? 1 : 0)),
        ),
    );
  }

  plus(other: Jet | number): Jet {
    if (typeof other === "number") return new Jet(this.value + other, this.slope);
    return new Jet(
      this.value + other.value,
      this.slope.map((s, i) => s + (other.slope[i] as number)),
    );
  }

  minus(other: Jet | number): Jet {
    return this.plus(typeof other === "number" ? -other : other.times(-1));
  }

  times(other: Jet | number): Jet {
    if (typeof other === "number") return this.chained(this.value * other, other);
    return new Jet(
      this.value * other.value,
      this.slope.map((s, i) => s * other.value + this.value * (other.slope[i] as number)),
    );
  }

  power(k: number): Jet {
    return this.chained(this.value ** k, k * this.value ** (k - 1));
  }

  sin(): Jet {
    return this.chained(Math.sin(this.value), Math.cos(this.value));
  }

  log(): Jet {
    return this.chained(Math.log(this.value), 1 / this.value);
  }

  private chained(value: number, derivative: number): Jet {
    return new Jet(
      value,
      this.slope.map((s) => s * derivative),
    );
  }
}

export function sum(terms: readonly Jet[]): Jet {
  return terms.reduce((total, term) => total.plus(term));
}

/** A function of jets as an objective. */
export function objectiveOf(f: (x: Jet[]) => Jet): (x: Float64Array) => { value: number; gradient: number[] } {
  return (x) => {
    const { value, slope } = f(Jet.variables(x));
    return { value, gradient: [...slope] };
  };
}
