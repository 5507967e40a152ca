// A flight as a point, by the features of examples/flights.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { airportsOf, featuresOf } from "../../../examples/flights/features.mjs";

export const FOLDER = fileURLToPath(new URL("../../shards/node_modules/vega-datasets/data", import.meta.url));

const airports = airportsOf(readFileSync(join(FOLDER, "airports.csv"), "utf8"));

export const columns = ["date", "distance", "origin", "destination"];

export const pointOf = (flight) => featuresOf(airports, flight);
