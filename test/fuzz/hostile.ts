import { onResizable } from "./forms";
import { Thrown } from "./functions";

/** Values that are not what they seem, made of a right one. */

const thrower = (): never => {
  throw new Thrown("thrown by a foreign object");
};

const TRAPS = { get: thrower, has: thrower, ownKeys: thrower, getPrototypeOf: thrower, getOwnPropertyDescriptor: thrower };

/** Objects that answer differently at every look. */
const CHANGING = new WeakSet<object>();

/** Whether a value is such an object: a kernel or an estimator that is only held keeps it, and says what it says where it is used. */
export const isChanging = (value: object): boolean => CHANGING.has(value);

/** The first reads of every property give what is there; later ones something else. */
function changing(right: unknown): unknown {
  if (typeof right !== "object" || right === null) return right;
  let reads = 0;
  const proxy = new Proxy(right, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value === "function") return value.bind(target) as unknown;
      reads++;
      if (typeof value !== "number") return value;
      return reads % 7 === 6 ? Number.NaN : reads % 5 === 4 ? value + 1 : value;
    },
  });
  CHANGING.add(proxy);
  return proxy;
}

function revoked(right: unknown): unknown {
  const { proxy, revoke } = Proxy.revocable(typeof right === "object" && right !== null ? right : {}, {});
  revoke();
  return proxy;
}

function detached(right: unknown): unknown {
  const numbers = Float64Array.from(numbersOf(right));
  structuredClone(numbers, { transfer: [numbers.buffer] });
  return isMatrix(right) ? { ...right, data: numbers } : numbers;
}

/** Its buffer ends before it does. */
function outOfBounds(right: unknown): unknown {
  const values = numbersOf(right);
  const numbers = onResizable(values);
  (numbers.buffer as unknown as { resize(bytes: number): void }).resize(Math.max(0, 8 * values.length - 8));
  return isMatrix(right) ? { ...right, data: numbers } : numbers;
}

function numbersOf(right: unknown): number[] {
  if (isMatrix(right)) return Array.from(right.data as ArrayLike<number>);
  return Array.isArray(right) || ArrayBuffer.isView(right) ? Array.from(right as unknown as ArrayLike<unknown>, Number) : [1, 2];
}

function isMatrix(value: unknown): value is { data: unknown } {
  return typeof value === "object" && value !== null && "data" in value && "rows" in value;
}

function holed(right: unknown): unknown {
  const copy = Array.isArray(right) ? right.slice() : [1, 2, 3];
  delete copy[copy.length >> 1];
  return copy;
}

const HOW: Readonly<Record<string, (right: unknown) => unknown>> = {
  changing,
  revoked,
  detached,
  outOfBounds,
  holed,
  throwing: () => new Proxy({}, TRAPS),
  throwingList: () => new Proxy([], TRAPS),
  throwingValue: () => ({ valueOf: thrower, toString: thrower }),
  throwingKind: () => ({
    get kind(): never {
      return thrower();
    },
  }),
  symbol: () => Symbol("s"),
  bare: () => Object.create(null) as unknown,
  inherited: (right) => (typeof right === "object" && right !== null ? Object.create(right) : {}),
  text: (right) => String(typeof right === "object" ? 1 : right),
  bigint: () => 1n,
  bigints: () => BigInt64Array.of(1n, 2n),
  date: () => new Date(0),
  map: () => new Map([[1, 2]]),
  view: () => new DataView(new ArrayBuffer(8)),
  boxed: (right) => Object(right) as unknown,
  wrapped: (right) => [right],
  longer: (right) => (Array.isArray(right) ? [...(right as unknown[]), 1] : [right, 1]),
  shorter: (right) => (Array.isArray(right) ? right.slice(1) : []),
  missing: () => undefined,
  nothing: () => null,
  empty: () => [],
  emptyObject: () => ({}),
  nan: () => Number.NaN,
  infinite: () => Number.POSITIVE_INFINITY,
  negativeZero: () => -0,
  negative: () => -1,
  half: () => 0.5,
  huge: () => 2 ** 53,
  denormal: () => 5e-324,
  largest: () => Number.MAX_VALUE,
  nanMember: (right) => (Array.isArray(right) && right.length > 0 ? [Number.NaN, ...(right.slice(1) as unknown[])] : [Number.NaN]),
  textMember: (right) => (Array.isArray(right) && right.length > 0 ? ["1", ...(right.slice(1) as unknown[])] : ["1"]),
  lyingLength: () => ({ length: 2 ** 40, get: () => 1 }),
  negativeLength: () => ({ length: -3 }),
  fractionalShape: () => ({ rows: 1.5, cols: 2, data: [1, 2, 3] }),
  enormousShape: () => ({ rows: 2 ** 53, cols: 2 ** 53, data: [1] }),
  cyclic: () => {
    const kernel: Record<string, unknown> = { kind: "scaled", factor: 1 };
    kernel.kernel = kernel;
    return kernel;
  },
  unknownOption: (right) =>
    typeof right === "object" && right !== null && !Array.isArray(right) ? { ...right, unheardOf: 1 } : { unheardOf: 1 },
  proto: () => JSON.parse('{"__proto__":{"kind":"rbf"},"kind":"constructor"}') as unknown,
};

export const HOSTILE = Object.keys(HOW);

export function hostile(how: string, right: unknown): unknown {
  const make = HOW[how];
  if (!make) throw new Error(`nothing hostile: ${how}`);
  return make(right);
}
