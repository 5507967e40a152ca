// The worker of a pool whose clocks jump ten years to and fro at every look.
import "./jumps.mjs";
import "../../../dist/worker.js";
