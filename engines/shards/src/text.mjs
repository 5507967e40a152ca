const TAG = "float64";

/** Plain data as JSON: arrays of float64 as base64. */
export function toText(value) {
  return JSON.stringify(value, (_, entry) =>
    entry instanceof Float64Array ? { [TAG]: Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength).toString("base64") } : entry,
  );
}

/** What `toText` wrote. */
export function fromText(text) {
  return JSON.parse(text, (_, entry) => {
    if (typeof entry?.[TAG] !== "string" || Object.keys(entry).length !== 1) return entry;
    const bytes = Buffer.from(entry[TAG], "base64");
    return new Float64Array(new Uint8Array(bytes).buffer);
  });
}
