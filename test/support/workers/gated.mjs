// The worker of a pool, which does no job before its gate is open.
import "./gate.mjs";
import "../../../dist/worker.js";
