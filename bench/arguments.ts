import { binaryOf } from "./engines.ts";

export interface Arguments {
  /** Benches; none for all of them. */
  readonly names: readonly string[];
  /** The engine to run them in, unless it is this one. */
  readonly binary?: string;
  /** This process is another engine beside the one that measures all: the library alone, no page of its own header. */
  readonly isGuest: boolean;
}

/** `<verb> …`, `--engine node@24` or `--node <path>`. */
export function readArguments(given: readonly string[]): Arguments {
  const names: string[] = [];
  let binary: string | undefined;
  for (let at = 0; at < given.length; at++) {
    const flag = given[at];
    if (flag === "--engine" || flag === "--node") {
      const value = given[++at];
      if (value === undefined) throw new Error(`${flag} needs a value: --engine node@24, --node ../node/bin/node`);
      binary = binaryOf(flag, value);
    } else if (flag !== "--guest") names.push(flag);
  }
  return { names, isGuest: given.includes("--guest"), ...(binary === undefined ? {} : { binary }) };
}
