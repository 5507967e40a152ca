// The library as an edge runtime resolves it: its core is a file that the runtime compiled.
import { report } from "../engines/jobs/index.mjs";
import { library } from "./library.mjs";

export default { fetch: async () => Response.json(await report(library)) };
