/** SHA-256 of a result of whatever shape: every number as its eight bytes, so that not a bit may differ. */
export async function digest(result) {
  const parts = [];
  write(result, "result", parts);
  const hash = await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A kind and a length go before the content, so that no two results read the same. The bits of NaN are the engine's own: it is refused. */
function write(value, path, parts) {
  if (value instanceof Float64Array) {
    if (value.some(Number.isNaN)) throw new Error(`${path} has NaN`);
    parts.push(`f${value.length}:`, value);
  } else if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    parts.push(`[${value.length}:`);
    Array.from(value).forEach((item, i) => {
      write(item, `${path}[${i}]`, parts);
    });
  } else if (typeof value === "number") {
    write(Float64Array.of(value), path, parts);
  } else if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    parts.push(`{${entries.length}:`);
    for (const [key, item] of entries) {
      parts.push(`${key}:`);
      write(item, `${path}.${key}`, parts);
    }
  } else if (value === null || typeof value === "string" || typeof value === "boolean") {
    parts.push(`${typeof value}:${value};`);
  } else {
    throw new Error(`${path} is of type ${typeof value}, which has no bits`);
  }
}
