/** A file of WebAssembly that an edge runtime compiles when it loads the code that imports it. */
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
