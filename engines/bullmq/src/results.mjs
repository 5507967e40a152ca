import { checkResult } from "mercer-shards";

/** Summaries that are asked for at once. */
const TOGETHER = 1000;

/**
 * The results of a plan: the bytes of a job under its key, and after them what there is to say of them. Both are written or none: where the second is, the first
 * is. The keys are of the plan, so that nobody else takes them away.
 */
export function resultsOf(blobs, plan) {
  const name = (key) => `${plan}:${key}`;
  const read = (bytes) => (bytes === null ? null : JSON.parse(bytes.toString()));
  const only = async (blob) => (await blobs.get([blob]))[0];
  return {
    summaryOf: async (key) => read(await only(`${name(key)}:summary`)),
    /** The summary of each key, null where there is none. */
    async summariesOf(keys) {
      const found = [];
      for (let at = 0; at < keys.length; at += TOGETHER) {
        found.push(...(await blobs.get(keys.slice(at, at + TOGETHER).map((key) => `${name(key)}:summary`))));
      }
      return found.map(read);
    },
    put: (key, { bytes, summary }) => blobs.put({ [name(key)]: bytes, [`${name(key)}:summary`]: Buffer.from(JSON.stringify(summary)) }),
    /** Null where there is none. */
    async get(key) {
      const [bytes, summary] = await blobs.get([name(key), `${name(key)}:summary`]);
      return bytes && summary ? { bytes: checkResult(key, bytes, read(summary)), summary: read(summary) } : null;
    },
    remove: (keys) => blobs.remove(keys.flatMap((key) => [name(key), `${name(key)}:summary`])),
    /** Why a job cannot be done, with the place of the fault. */
    putFault: (key, fault) => blobs.put({ [`${name(key)}:fault`]: Buffer.from(JSON.stringify(fault)) }),
    takeFault: async (key) => read(await only(`${name(key)}:fault`)),
    putPlan: (bytes) => blobs.put({ [`${plan}:plan`]: bytes }),
    getPlan: () => only(`${plan}:plan`),
  };
}
