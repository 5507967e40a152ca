import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts", "src/linalg.ts", "src/testing.ts"],
  format: ["esm", "cjs"],
  target: "es2022",
  banner: { js: "/*! mercer, MIT; contains @assemblyscript/loader, Apache-2.0: see THIRD-PARTY-NOTICES.md */" },
  dts: true,
  clean: true,
  splitting: true,
  treeshake: true,
});
