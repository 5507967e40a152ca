import { fileURLToPath } from "node:url";

/** The repository, this package, and where the site is written. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const SITE = fileURLToPath(new URL("../", import.meta.url));
export const OUT = fileURLToPath(new URL("../out/", import.meta.url));
export const REFERENCE = fileURLToPath(new URL("../.reference/", import.meta.url));
