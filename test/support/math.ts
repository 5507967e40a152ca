import asc from "assemblyscript/asc";
import Decimal from "decimal.js";
import { expect } from "vitest";
import { type Random, random } from "./generator";
import { ulp } from "./oracles";

/** The maps of assembly/math that the core does not export, compiled with its options. */
export interface MathCore {
  readonly memory: WebAssembly.Memory;
  log1p(n: number, address: number): void;
  rationalQuadratic(n: number, a: number, c: number, address: number, work: number): void;
  sinpi(n: number, p: number, address: number): void;
  squaredSine(n: number, p: number, address: number): void;
  tanh(n: number, a: number, b: number, address: number, work: number): void;
}

export async function compileMath(...files: string[]): Promise<MathCore> {
  const outputs = new Map<string, string | Uint8Array>();
  const { error, stderr } = await asc.main(
    [...files.map((file) => `assembly/math/${file}.ts`), "--target", "release", "--outFile", "math.wasm", "--textFile", "math.wat"],
    {
      stdout: asc.createMemoryStream(),
      stderr: asc.createMemoryStream(),
      listFiles: () => [],
      writeFile: (name, contents) => void outputs.set(name, contents),
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  const { instance } = await WebAssembly.instantiate(outputs.get("math.wasm") as Uint8Array<ArrayBuffer>, {
    env: { memory: new WebAssembly.Memory({ initial: 64, maximum: 65536 }) },
  });
  return instance.exports as unknown as MathCore;
}

/** From here on nothing but what `map` writes. */
const START = 2 ** 20;
const GUARD = 8;
/** Where maps may leave what they like. */
export const WORK = 2 ** 21;
const UNTOUCHED = 0x7ff4_0bad_0bad_0badn;

/** The image of x in place; fails if the map changes anything beyond the next multiple of 4, the core's own data included. */
export function map({ memory }: MathCore, x: Float64Array, call: (n: number, address: number) => void): Float64Array {
  const room = Math.ceil(x.length / 4) * 4;
  const words = new BigUint64Array(memory.buffer);
  const values = new Float64Array(memory.buffer, START, room);
  words.fill(UNTOUCHED, START / 8 - GUARD, START / 8 + room + GUARD);
  values.fill(0);
  values.set(x);
  const before = words.slice(0, START / 8);
  call(x.length, START);
  const same = (from: number, expected: BigUint64Array): boolean =>
    Buffer.from(memory.buffer, from, expected.byteLength).equals(Buffer.from(expected.buffer));
  if (!same(0, before) || !same(START + 8 * room, new BigUint64Array(GUARD).fill(UNTOUCHED)))
    expect.fail(`a map of ${x.length} numbers wrote beside them`);
  return values.slice(0, x.length);
}

/** 45 digits, of which cancellation costs 16 at most, and exponents without end. */
export const Precise = Decimal.clone({ precision: 45, toExpNeg: -9e15, toExpPos: 9e15 });

/** A double as it is, not as it is printed. */
export function exact(x: number): Decimal {
  const scale = ulp(x);
  return new Precise(x / scale).times(new Precise(2).pow(Math.log2(scale)));
}

/** ln(1 + x); its series where the digits of 1 + x would not do. */
export function preciseLog1p(x: Decimal): Decimal {
  if (x.abs().gte(1e-12)) return x.plus(1).ln();
  const terms = [1, 2, 3, 4, 5].map((n) => x.pow(n).div(n % 2 ? n : -n));
  return terms.reduceRight((sum, term) => sum.plus(term));
}

/** The largest |computed − truth| in units in the last place of the truth. */
export function worstError(x: Float64Array, computed: Float64Array, truth: (x: Decimal) => Decimal): number {
  let worst = 0;
  x.forEach((value, i) => {
    const expected = truth(exact(value));
    const error = expected.minus(exact(computed[i] as number)).abs();
    worst = Math.max(worst, error.div(exact(ulp(expected.toNumber()))).toNumber());
  });
  return worst;
}

export function sample(seed: number, count: number, next: (source: Random, i: number) => number): Float64Array {
  const source = random(seed);
  return Float64Array.from({ length: count }, (_, i) => next(source, i));
}

/** Between 2^from and 2^to, all exponents alike. */
export function spread(source: Random, from: number, to: number): number {
  return source.between(1, 2) * 2 ** source.integer(from, to - 1);
}

/** The double `steps` units in the last place further from 0. */
export function beyond(x: number, steps: number): number {
  const bits = new BigInt64Array(Float64Array.of(x).buffer);
  bits[0] = (bits[0] as bigint) + BigInt(steps);
  return new Float64Array(bits.buffer)[0] as number;
}

/** In every lane, beside ordinary values: the numbers of a group may choose their path together. */
export function inEveryLane(image: (x: Float64Array) => Float64Array, x: number, expected: number, ordinary: number): void {
  const alone = image(new Float64Array(4).fill(ordinary))[0];
  for (let lane = 0; lane < 4; lane++) {
    const values = new Float64Array(4).fill(ordinary);
    values[lane] = x;
    image(values).forEach((value, i) => {
      expect(value).toBe(i === lane ? expected : alone);
    });
  }
}

/** The same bits whatever stands beside a value and wherever a run ends, n from 0 to 13. */
export function expectEachForItself(image: (x: Float64Array) => Float64Array, x: Float64Array, strange: number): void {
  const alone = image(x);
  const beside = new Float64Array(4 * x.length).fill(strange);
  x.forEach((value, i) => {
    beside[4 * i + (i % 4)] = value;
  });
  const mixed = image(beside);
  x.forEach((_, i) => {
    expect(mixed[4 * i + (i % 4)]).toBe(alone[i]);
  });
  for (let n = 0; n <= 13; n++) expect(image(x.subarray(0, n))).toEqual(alone.subarray(0, n));
}

const PI = Precise.acos(-1);

/** sin πx by the distance to the nearest integer, so that nothing is lost near the zeros. */
export function preciseSine(x: Decimal): Decimal {
  const nearest = x.round();
  const sine = x.minus(nearest).times(PI).sin();
  return nearest.mod(2).isZero() ? sine : sine.negated();
}
