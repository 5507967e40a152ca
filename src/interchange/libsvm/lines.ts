import { type MercerError, mercerError } from "../../errors";

/** A line of a file, with its number, from 1. */
export interface Line {
  readonly text: string;
  readonly at: number;
}

/** What stands before the support vectors, each name once, and their lines. */
export interface Lines {
  readonly header: ReadonlyMap<string, Line>;
  readonly vectors: readonly Line[];
}

const NAMES = [
  "svm_type",
  "kernel_type",
  "degree",
  "gamma",
  "coef0",
  "nr_class",
  "total_sv",
  "rho",
  "label",
  "probA",
  "probB",
  "prob_density_marks",
  "nr_sv",
];

/** @throws "format" for a line that has no name of LIBSVM, or one that was there before, and where SV is missing */
export function linesOf(file: string): Lines {
  const lines = file.split(/\r?\n/).map((text, i) => ({ text: text.trim(), at: i + 1 }));
  const end = lines.findIndex(({ text }) => text === "SV");
  if (end < 0) throw fault(lines.length, 'is the last, and none is "SV": the file is cut off, or no model of LIBSVM');
  const header = new Map<string, Line>();
  for (const { text, at } of lines.slice(0, end)) {
    const [name] = text.split(/\s/, 1) as [string];
    if (!NAMES.includes(name)) throw fault(at, `begins with ${JSON.stringify(name.slice(0, 20))}, which is no field of a model of LIBSVM`);
    if (header.has(name)) throw fault(at, `has ${name} for the second time`);
    header.set(name, { text: text.slice(name.length).trim(), at });
  }
  return { header, vectors: lines.slice(end + 1).filter(({ text }) => text !== "") };
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A finite number. @throws "format" */
export function numberOf(word: string, at: number): number {
  const value = NUMBER.test(word) ? Number(word) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw fault(at, `has ${JSON.stringify(word.slice(0, 20))} in the place of a finite number`);
}

/** The numbers of a field, so many of them. @throws "format" where it is missing */
export function numbersOf({ header }: Lines, name: string, count: number): readonly number[] {
  const { text, at } = fieldOf(header, name);
  const words = text.split(/\s+/);
  if (words.length !== count) throw fault(at, `has ${words.length} numbers after ${name}; ${count} are needed`);
  return words.map((word) => numberOf(word, at));
}

export function wordOf({ header }: Lines, name: string): Line {
  return fieldOf(header, name);
}

function fieldOf(header: Lines["header"], name: string): Line {
  const line = header.get(name);
  if (line) return line;
  throw fault(1, `begins a header without ${name}`);
}

export function fault(line: number, message: string): MercerError {
  const path = `line ${line}`;
  return mercerError("format", `not a model of LIBSVM: ${path} ${message}`, { path });
}
