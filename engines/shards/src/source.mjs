import { createHash } from "node:crypto";
import { createReadStream, readFileSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { jobKey } from "mercer/jobs";
import { DataError } from "./errors.mjs";
import { formatOf, readerOf } from "./formats.mjs";

const OPTIONS = ["format", "files", "X", "y", "weight", "points", "labels", "badRows"];

/**
 * What rows are made of, found once where the plan is made, as plain data:
 *
 * - `files`, paths in their order, all of one `format` ("parquet", "arrow", "csv"; by their endings unless given);
 * - `X`, the columns of the points, or `points`, a module with `columns`, the names that it reads, and `pointOf(row)`, the numbers of a point;
 * - `y`, a column or several, `weight`, a column; `labels: true` where y are not numbers;
 * - `badRows`: "error" (unless given) or "setAside", which counts rows with a value that is no finite number and goes on without them.
 *
 * `digest` is of the content: of the files' bytes, of the module, of the columns. Paths are not in it, so a copy elsewhere has the same.
 */
export async function openSource(given) {
  const unknown = Object.keys(given).find((name) => !OPTIONS.includes(name));
  if (unknown) throw new DataError("source", `data has no option ${unknown}; its options are ${OPTIONS.join(", ")}`);
  const { X, y, weight, points, labels = false, badRows = "error" } = given;
  const paths = [given.files].flat().map((path) => resolve(path));
  if ((X === undefined) === (points === undefined))
    throw new DataError("source", "data needs X, the columns of the points, or points, a module, and not both");
  if (!["error", "setAside"].includes(badRows)) throw new DataError("source", `data.badRows is ${badRows}; it is "error" or "setAside"`);
  const format = formatOf(paths[0] ?? "", given.format);
  const files = [];
  for (const path of paths) files.push(await describedFile(path, format));
  const module = points === undefined ? null : { path: resolve(points), sha256: sha256(readFileSync(points)) };
  const rows = files.reduce((sum, { groups }) => sum + groups.reduce((n, group) => n + group.rows, 0), 0);
  const what = { format, X: X ?? null, y: y ?? null, weight: weight ?? null, labels, badRows };
  const content = { ...what, points: module?.sha256 ?? null, files: files.map(({ sha256: hash, bytes }) => [hash, bytes]) };
  return { ...what, points: module, files, rows, digest: jobKey(content) };
}

async function describedFile(path, format) {
  try {
    return { path, bytes: statSync(path).size, sha256: await sha256OfFile(path), ...(await (await readerOf(format)).describe(path)) };
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError("file", `${path} cannot be read as ${format}: ${error.message}`, { file: path }, error);
  }
}

const held = new Map();

/** @throws DataError "file" unless the file here is the one that was planned for; its bytes are digested once in each process */
export async function requireSameFile({ path, bytes, sha256: planned }) {
  const own = held.get(path) ?? { bytes: statSizeOf(path), sha256: await sha256OfFile(path) };
  held.set(path, own);
  if (own.bytes === bytes && own.sha256 === planned) return;
  const message = `${path} is not the file that was planned for: it has ${own.bytes} bytes and the digest ${own.sha256.slice(0, 12)}, planned are ${bytes} and ${planned.slice(0, 12)}`;
  throw new DataError("file", message, { file: path });
}

function statSizeOf(path) {
  try {
    return statSync(path).size;
  } catch (error) {
    throw new DataError("file", `${path} cannot be read: ${error.code}`, { file: path }, error);
  }
}

/** The columns that are read, and how a point is made of their values. */
export async function pointsOf({ X, points }) {
  if (points === null) return { columns: X, pointOf: null };
  if (sha256(readFileSync(points.path)) !== points.sha256) {
    throw new DataError("file", `${basename(points.path)} is not the module that was planned with`, { file: points.path });
  }
  const { columns, pointOf } = await import(pathToFileURL(points.path).href);
  return { columns, pointOf };
}

async function sha256OfFile(path) {
  const hash = createHash("sha256");
  for await (const part of createReadStream(path)) hash.update(part);
  return hash.digest("hex");
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
