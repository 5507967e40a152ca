// The library as an edge runtime resolves it: its core is a file that the runtime compiled.
import { report } from "../engines/jobs.mjs";

export default { fetch: async () => Response.json(await report()) };
