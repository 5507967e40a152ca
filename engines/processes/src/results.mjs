import { checkResult, fileStore } from "mercer-shards";

/** The results in a folder: KEY has the bytes, KEY.json, which is written after it, what there is to say of them. */
export function openResults(folder) {
  const files = fileStore(folder);
  const summaryOf = async (key) => {
    const bytes = await files.get(`${key}.json`);
    return bytes === null ? null : JSON.parse(bytes.toString());
  };
  return {
    summaryOf,
    async put(key, { bytes, summary }) {
      await files.put(key, bytes);
      await files.put(`${key}.json`, Buffer.from(JSON.stringify(summary)));
    },
    /** @throws DataError "file" for bytes that are not those that were written */
    async get(key) {
      return checkResult(key, (await files.get(key)) ?? new Uint8Array(0), await summaryOf(key));
    },
  };
}
