import { describeValue, mercerError } from "../errors";

/**
 * The names of a table's columns in the order in which an object has them, so that every form of a table has the same: whole numbers first, ascending.
 *
 * @throws "argument" for two columns of one name, for one called __proto__, which objects lose, and for what is no name
 */
export function requireNames(given: readonly unknown[], of: string): readonly string[] {
  const names = new Set<string>();
  given.forEach((name, at) => {
    if (typeof name !== "string") {
      throw mercerError("argument", `the name of column ${at} of ${of} is ${describeValue(name)}; a name is a string`, {
        argument: of,
        column: at,
      });
    }
    if (name === LOST) throw mercerError("argument", `${of} has a column called ${LOST}, ${WHY}`, { argument: of, column: name });
    if (names.has(name)) {
      const message = `${of} has two columns called ${JSON.stringify(name)}, of which one would be lost; rename one`;
      throw mercerError("argument", message, { argument: of, column: name });
    }
    names.add(name);
  });
  return Object.keys(Object.fromEntries([...names].map((name) => [name, true])));
}

const LOST = "__proto__";
const WHY = "a name that objects lose; rename it";

/** @throws "argument" for an object whose own prototype was set, by a field called __proto__ */
export function requireNoPrototype(value: object, name: string): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return;
  throw mercerError("argument", `${name} has a field called ${LOST}, ${WHY}`, { argument: name, column: LOST });
}
