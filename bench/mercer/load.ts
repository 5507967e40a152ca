/** The public functions: types from the sources, code from a build. */
export type Library = typeof import("../../src/entries/index.ts");
export type LinearAlgebra = typeof import("../../src/entries/linalg.ts");
export type Pools = typeof import("../../src/entries/pool.ts");

/** `dist` is the address of a build, with a slash at its end. */
export async function loadLibrary(dist: string): Promise<Library> {
  return (await import(new URL("index.js", dist).href)) as Library;
}

export async function loadLinearAlgebra(dist: string): Promise<LinearAlgebra> {
  return (await import(new URL("linalg.js", dist).href)) as LinearAlgebra;
}

export async function loadPools(dist: string): Promise<Pools> {
  return (await import(new URL("pool.js", dist).href)) as Pools;
}
