import { mercerError } from "../errors";
import { readEach, readText } from "../input";

/** A list of different strings. */
export function readTexts(value: readonly string[], name: string): readonly string[] {
  const texts = readEach(value, name, "a list of strings", readText);
  const twice = texts.find((text, at) => texts.indexOf(text) !== at);
  if (twice === undefined) return texts;
  throw mercerError("argument", `${name} has ${JSON.stringify(twice)} twice`, { argument: name });
}
