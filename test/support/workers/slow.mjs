// The worker of a pool, which sits on every job for a second before it does it.
import "./slowness.mjs";
import "../../../dist/worker.js";
