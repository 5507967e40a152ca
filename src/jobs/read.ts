import { describeValue, mercerError } from "../errors";

/** @throws "argument" for what is no name of data */
export function readData(data: unknown): string {
  if (typeof data === "string" && data !== "") return data;
  const message = `data must say what the rows are of, as a digest of their file; it is ${describeValue(data)}`;
  throw mercerError("argument", message, { argument: "data" });
}
