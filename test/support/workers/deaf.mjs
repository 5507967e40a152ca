// The worker of a pool, which is stuck in JavaScript for ever from the first job of `eigh` on.
import "./deafness.mjs";
import "../../../dist/worker.js";
