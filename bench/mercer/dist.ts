/** The build of this checkout. */
export const DIST = new URL("../../dist/", import.meta.url).href;
