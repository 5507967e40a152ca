import { isDeepStrictEqual } from "node:util";

/** As much of JSON Schema, draft 2020-12, as docs/model-file.schema.json uses; a word that is not known is an error, so that nothing is left unchecked. */
export type Schema = Readonly<Record<string, unknown>>;

export function accepts(root: Schema, value: unknown, schema: Schema = root): boolean {
  return Object.entries(schema).every(([word, rule]) => keeps(root, value, word, rule, schema));
}

function keeps(root: Schema, value: unknown, word: string, rule: unknown, schema: Schema): boolean {
  const holds = (inner: unknown): boolean => accepts(root, value, inner as Schema);
  const object = typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : null;
  switch (word) {
    case "$schema":
    case "$id":
    case "$defs":
    case "title":
    case "description":
      return true;
    case "$ref": {
      const name = /^#\/\$defs\/(\w+)$/.exec(rule as string)?.[1];
      return holds((root.$defs as Record<string, Schema>)[name as string] as Schema);
    }
    case "type":
      return typeOf(value, rule as string);
    case "const":
      return isDeepStrictEqual(value, rule);
    case "enum":
      return (rule as unknown[]).some((entry) => isDeepStrictEqual(value, entry));
    case "anyOf":
      return (rule as unknown[]).some(holds);
    case "oneOf":
      return (rule as unknown[]).filter(holds).length === 1;
    case "required":
      return !object || (rule as string[]).every((name) => Object.hasOwn(object, name));
    case "properties":
      return (
        !object ||
        Object.entries(rule as Record<string, Schema>).every(
          ([name, inner]) => !Object.hasOwn(object, name) || accepts(root, object[name], inner),
        )
      );
    case "additionalProperties":
      return (
        !object ||
        Object.entries(object).every(
          ([name, inner]) => Object.hasOwn(Object(schema.properties), name) || (rule !== false && accepts(root, inner, rule as Schema)),
        )
      );
    case "items":
      return !Array.isArray(value) || value.every((entry) => accepts(root, entry, rule as Schema));
    case "minItems":
      return !Array.isArray(value) || value.length >= (rule as number);
    case "uniqueItems":
      return !Array.isArray(value) || new Set(value).size === value.length;
    case "minimum":
      return typeof value !== "number" || value >= (rule as number);
    case "maximum":
      return typeof value !== "number" || value <= (rule as number);
    case "exclusiveMinimum":
      return typeof value !== "number" || value > (rule as number);
    case "minLength":
      return typeof value !== "string" || value.length >= (rule as number);
    case "pattern":
      return typeof value !== "string" || new RegExp(rule as string, "u").test(value);
    default:
      throw new Error(`${word} is no word that is known here`);
  }
}

function typeOf(value: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "number":
    case "string":
    case "boolean":
      return type === typeof value;
    default:
      throw new Error(`${type} is no type`);
  }
}
