// The library as everybody else has it, with the compiled core handed in.
import { setCoreModule } from "mercer/core";
import core from "mercer/core.wasm";
import { report } from "../engines/jobs/index.mjs";
import { library } from "./library.mjs";

export default {
  async fetch() {
    const before = await report(library);
    setCoreModule(core);
    return Response.json({ before, after: await report(library) });
  },
};
