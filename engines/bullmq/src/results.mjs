import { checkResult } from "mercer-shards";

/**
 * The results of a plan: the bytes of a job under its key, and after them what there is to say of them. Redis and PostgreSQL keep the order of writes, also in what is left of them after a
 * crash: where the second is, the first is. The keys are of the plan, so that nobody else takes them away.
 */
export function resultsOf(blobs, plan) {
  const name = (key) => `${plan}:${key}`;
  const summaryOf = async (key) => {
    const bytes = await blobs.get(`${name(key)}:summary`);
    return bytes === null ? null : JSON.parse(bytes.toString());
  };
  return {
    summaryOf,
    async put(key, { bytes, summary }) {
      await blobs.put(name(key), bytes);
      await blobs.put(`${name(key)}:summary`, Buffer.from(JSON.stringify(summary)));
    },
    /** Null where there is none. */
    async get(key) {
      const summary = await summaryOf(key);
      const bytes = summary && (await blobs.get(name(key)));
      return bytes ? { bytes: checkResult(key, bytes, summary), summary } : null;
    },
    remove: (keys) => blobs.remove(keys.flatMap((key) => [name(key), `${name(key)}:summary`])),
    /** Why a job cannot be done, with the place of the fault. */
    putFault: (key, fault) => blobs.put(`${name(key)}:fault`, Buffer.from(JSON.stringify(fault))),
    async takeFault(key) {
      const bytes = await blobs.get(`${name(key)}:fault`);
      return bytes === null ? null : JSON.parse(bytes.toString());
    },
    putPlan: (bytes) => blobs.put(`${plan}:plan`, bytes),
    getPlan: () => blobs.get(`${plan}:plan`),
  };
}
