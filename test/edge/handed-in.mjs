// The library as everybody else has it, with the compiled core handed in.
import { setCoreModule } from "mercer/core";
import core from "mercer/core.wasm";
import { report } from "../engines/jobs.mjs";

export default {
  async fetch() {
    const before = await report();
    setCoreModule(core);
    return Response.json({ before, after: await report() });
  },
};
