import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts", "src/linalg.ts", "src/testing.ts"],
  format: ["esm", "cjs"],
  target: "es2022",
  dts: true,
  clean: true,
  splitting: true,
  treeshake: true,
});
