// A service that fits and serves models: node examples/service/server.mjs [port]
//
//   POST /models              { "X": [[…]], "y": […], "gamma": 1, "lambda": 0.1 }  →  { "id": 1, "trainingLoss": … }
//   POST /models/1/predictions  { "Z": [[…]] }  →  { "predictions": […] }
//
// Fits run in a pool: requests are answered meanwhile, and a client that hangs up aborts its fit.
import { once } from "node:events";
import { createServer } from "node:http";
import { isMercerError, kernelRidge, predict, rbf } from "../../dist/index.js";
import { startPool } from "../../dist/pool.js";

const pool = await startPool();
const models = new Map();

const server = createServer(async (request, response) => {
  const answer = (status, body) => response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  try {
    const [, id] = /^\/models\/(\d+)\/predictions$/.exec(request.url) ?? [];
    if (request.method !== "POST" || (request.url !== "/models" && !models.has(Number(id)))) return answer(404, { error: "no such model" });
    const body = JSON.parse(await textOf(request));
    return answer(200, id ? predictions(models.get(Number(id)), body) : await newModel(body, response));
  } catch (error) {
    if (response.destroyed) return undefined;
    const refused = isMercerError(error) || error instanceof SyntaxError;
    return answer(refused ? 400 : 500, { error: error.message, code: error.code });
  }
});

async function newModel({ X, y, gamma, lambda }, response) {
  const hungUp = new AbortController();
  response.once("close", () => hungUp.abort("the client hung up"));
  const model = await pool.fit(kernelRidge({ kernel: rbf({ gamma }), lambda }), X, y, { signal: hungUp.signal });
  const id = models.size + 1;
  models.set(id, model);
  return { id, trainingLoss: model.report.trainingLoss[0], reason: model.report.reason };
}

/** @param {import("mercer").KernelModel<Float64Array>} model */
function predictions(model, { Z }) {
  return { predictions: Array.from(predict(model, Z)) };
}

async function textOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

server.listen(Number(process.argv[2] ?? 8080), "127.0.0.1");
await once(server, "listening");
const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
console.log(`http://127.0.0.1:${port}`);
process.once("SIGTERM", async () => {
  server.close();
  server.closeAllConnections();
  await pool.close();
});
