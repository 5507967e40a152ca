import { describeValue, mercerError } from "../errors";

/** A list of different strings. */
export function readTexts(value: readonly string[], name: string): readonly string[] {
  if (!Array.isArray(value))
    throw mercerError("argument", `${name} must be a list of strings; it is ${describeValue(value)}`, { argument: name });
  const texts = Array.from(value as readonly unknown[], (text, at) => {
    if (typeof text === "string") return text;
    throw mercerError("argument", `${name}[${at}] must be a string; it is ${describeValue(text)}`, { argument: name });
  });
  const twice = texts.find((text, at) => texts.indexOf(text) !== at);
  if (twice === undefined) return texts;
  throw mercerError("argument", `${name} has ${JSON.stringify(twice)} twice`, { argument: name });
}
