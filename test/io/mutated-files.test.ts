import { expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import { fromBytes, fromJSON, isMercerError, type Model, toBytes, toJSON } from "../../src/entries/index";
import * as serving from "../../src/entries/predict";
import { allocatedBy } from "../support/allocation";
import { ANNOTATED, MODELS, STANDARDIZED, X } from "../support/model-files";
import { type BaseFile, mutatedFile } from "../support/mutated-files";

/** 100,000 in `npm run test:files`. */
const COUNT = Number(process.env.MERCER_FILES ?? 1500);

const BASES: readonly BaseFile[] = [...MODELS, ...STANDARDIZED, ...ANNOTATED].map((model) => ({
  text: JSON.stringify(toJSON(model)),
  bytes: toBytes(model),
}));

/** What a call came to; anything but a result or an error of this library ends the test. */
type Outcome<T> = { readonly value: T } | { readonly code: string; readonly path: unknown; readonly message: string };

function outcome<T>(body: () => T): Outcome<T> {
  try {
    return { value: body() };
  } catch (error) {
    if (!isMercerError(error)) throw error;
    return { code: error.code, path: error.path, message: error.message };
  }
}

function withoutMessage<T>(found: Outcome<T>): object {
  return "value" in found ? found : { code: found.code };
}

/** At most so many bytes of arrays and texts for each byte of a file. */
const MOST_BYTES = 4;

/** What is read takes no more room than it may, and is told the same way in both entries. */
function readTwice(read: () => Model, size: number): Outcome<Model> {
  let found: Outcome<Model> | undefined;
  const bytes = allocatedBy(() => {
    found = outcome(read);
  });
  figures.ratio = Math.max(figures.ratio, bytes / Math.max(size, 1));
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES * size);
  return found as Outcome<Model>;
}

const figures = { accepted: 0, refused: 0, noJson: 0, predicted: 0, told: 0, ratio: 0, slowest: 0, paths: new Map<string, number>() };

const GRAM = mercer.gram(mercer.rbf(), X);
const prototypes = [Object, Array, Function, String, Number, Map, Float64Array, Uint8Array].map(({ prototype }) => prototype as object);
const namesOf = (): string => prototypes.map((each) => Reflect.ownKeys(each).length).join();
const NAMES = namesOf();

/** What both entries make of points: the same bits, or the same error. */
function requireSameAnswers(model: Model): void {
  const Z = model.kind !== "linearModel" && model.points === null ? GRAM : X;
  const pairs: (readonly [() => unknown, () => unknown])[] =
    model.kind === "classifierModel"
      ? [
          [() => mercer.decision(model, Z), () => serving.decision(model, Z)],
          [() => mercer.classify(model, Z), () => serving.classify(model, Z)],
          [() => mercer.probabilities(model, Z), () => serving.probabilities(model, Z)],
        ]
      : [[() => mercer.predict(model, Z), () => serving.predict(model, Z)]];
  for (const [one, other] of pairs) {
    const answer = outcome(one);
    // the pair of points at which a kernel overflows is the first that either comes to
    expect(withoutMessage(outcome(other))).toEqual(withoutMessage(answer));
    if ("value" in answer) {
      const numbers = (answer.value as Partial<mercer.Matrix>).data ?? answer.value;
      if (numbers instanceof Float64Array) expect(numbers.every(Number.isFinite)).toBe(true);
      figures.predicted++;
    } else figures.told++;
  }
}

/** Written and read again it is the same model, in both forms. */
function requireReturns(model: Model): void {
  const text = JSON.stringify(toJSON(model));
  const again = fromJSON(JSON.parse(text));
  expect(again).toEqual(model);
  expect(JSON.stringify(toJSON(again))).toBe(text);
  expect(fromBytes(toBytes(model))).toEqual(model);
}

function requireTold(found: Outcome<Model>): void {
  if ("value" in found) {
    figures.accepted++;
    requireReturns(found.value);
    requireSameAnswers(found.value);
    return;
  }
  figures.refused++;
  expect(found.code).toBe("format");
  expect(found.path).toMatch(/^\$/);
  const path = (found.path as string).replace(/\d+/g, "0");
  figures.paths.set(path, (figures.paths.get(path) ?? 0) + 1);
}

it(`${COUNT} mutated files are refused with a path or are models, in both entries alike`, () => {
  for (let seed = 0; seed < COUNT; seed++) {
    const file = mutatedFile(BASES, seed);
    const started = performance.now();
    try {
      if (file === null) figures.noJson++;
      else if (file.form === "JSON") {
        const before = JSON.stringify(file.value);
        const found = readTwice(() => fromJSON(file.value), file.size);
        expect(outcome(() => serving.fromJSON(file.value))).toEqual(found);
        requireTold(found);
        expect(JSON.stringify(file.value)).toBe(before);
      } else requireTold(readTwice(() => fromBytes(file.bytes), file.bytes.length));
      expect(namesOf()).toBe(NAMES);
      figures.slowest = Math.max(figures.slowest, performance.now() - started);
    } catch (error) {
      throw new Error(`file ${seed}, of model ${seed % BASES.length}`, { cause: error });
    }
  }
  const { paths, ...counts } = figures;
  if (COUNT > 1500) console.info(counts, `${paths.size} paths`, process.memoryUsage());
  expect(figures.accepted).toBeGreaterThan(COUNT / 20);
  expect(paths.size).toBeGreaterThan(50);
});
