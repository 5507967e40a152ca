export { connect } from "./connection.mjs";
export { drive } from "./drive.mjs";
export { startWorker } from "./worker.mjs";
