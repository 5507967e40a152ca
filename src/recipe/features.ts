import { mercerError } from "../errors";
import type { FittedColumn, FittedRecipe } from "./fitted";

/** The names of the features that a column becomes. */
export function featuresOf(column: FittedColumn): readonly string[] {
  const { name } = column;
  switch (column.kind) {
    case "numeric":
    case "boolean":
      return column.missing === "code" ? [name, missingOf(name)] : [name];
    case "category": {
      if (column.codes === "ordinal") return [name];
      const codes = column.categories.map((category) => `${name} = ${category}`);
      return [...codes, ...(column.missing === "code" ? [missingOf(name)] : []), ...(column.unseen === "code" ? [`${name} unseen`] : [])];
    }
    case "date":
      return [
        ...column.parts.map((part) => `${name} ${part}`),
        ...column.cyclic.flatMap((part) => [`sin ${name} ${part}`, `cos ${name} ${part}`]),
      ];
    default:
      return column satisfies never;
  }
}

function missingOf(name: string): string {
  return `${name} missing`;
}

/** The columns of each feature: one, or those that are multiplied; and what each is called. */
export interface Feature {
  readonly name: string;
  readonly columns: readonly string[];
}

/**
 * All features in their order: those of the columns, then the products of an interaction, the last column fastest.
 *
 * @throws "argument" for an interaction of a column that is none of the features', and for two features of one name
 */
export function featuresIn({ columns, interactions }: Pick<FittedRecipe, "columns" | "interactions">): readonly Feature[] {
  const features: Feature[] = columns.flatMap((column) => featuresOf(column).map((name) => ({ name, columns: [column.name] })));
  const products = interactions.flatMap((names) => {
    const factors = names.map((name) => featuresOf(requireColumn(columns, name)));
    return combined(factors).map((parts) => ({ name: parts.join(" × "), columns: names }));
  });
  const all = [...features, ...products];
  const seen = new Map<string, Feature>();
  for (const feature of all) {
    const other = seen.get(feature.name);
    if (other) throw twoOfOneName(feature, other);
    seen.set(feature.name, feature);
  }
  return all;
}

function twoOfOneName({ name, columns }: Feature, other: Feature): Error {
  const whose = (names: readonly string[]): string => names.map((column) => JSON.stringify(column)).join(" × ");
  const message = `${whose(other.columns)} and ${whose(columns)} both give a feature called ${JSON.stringify(name)}; rename a column`;
  return mercerError("argument", message, { argument: "columns", column: columns[0] });
}

function requireColumn(columns: readonly FittedColumn[], name: string): FittedColumn {
  const column = columns.find((one) => one.name === name);
  if (column) return column;
  const message = `an interaction is of column ${JSON.stringify(name)}, which is not among the columns of the recipe`;
  throw mercerError("argument", message, { argument: "interactions", column: name });
}

/** One of each list, in every way; the last fastest. */
export function combined<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>((so, list) => so.flatMap((head) => list.map((item) => [...head, item])), [[]]);
}
