/** Characters of a text, and fields of an object, that a message shows. */
const LONGEST = 40;
const FIELDS = 4;

/** A value in words, with its type, for messages. Never throws, whatever the value does when it is looked at. */
export function describeValue(value: unknown): string {
  try {
    return inWords(value);
  } catch {
    return typeof value === "function" ? "a function that cannot be read" : "an object that cannot be read";
  }
}

/** The same for what should be a number, with the way to make it one where there is one. */
export function describeNonNumber(value: unknown): string {
  const text = describeValue(value);
  if (typeof value === "bigint" || typeof value === "boolean" || (typeof value === "string" && isNumeric(value)))
    return `${text}; convert it with Number()`;
  return text === "an instance of Date" ? `${text}; use a number, such as its getTime() in days` : text;
}

function isNumeric(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

function inWords(value: unknown): string {
  switch (typeof value) {
    case "string":
      return `the string ${JSON.stringify(shortened(value))}`;
    case "bigint":
      return `the BigInt ${shortened(String(value))}n`;
    case "function":
      return value.name ? `the function ${value.name}` : "a function";
    case "object":
      return value === null ? "null" : objectInWords(value);
    default:
      return Object.is(value, -0) ? "-0" : String(value);
  }
}

function objectInWords(value: object): string {
  if (Array.isArray(value)) return `an array of ${value.length} elements`;
  const prototype: unknown = Object.getPrototypeOf(value);
  const type = (prototype as { constructor?: { name?: unknown } } | null)?.constructor?.name;
  if (typeof type === "string" && type !== "" && type !== "Object") return `an instance of ${shortened(type)}`;
  const names = Object.keys(value);
  if (names.length === 0) return "an empty object";
  const listed = names.slice(0, FIELDS).map(shortened).join(", ");
  const fields = `an object with the fields ${listed}${names.length > FIELDS ? ", …" : ""}`;
  return names[0] === "0" && !("length" in value) ? `${fields}, which JSON makes of a typed array` : fields;
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
