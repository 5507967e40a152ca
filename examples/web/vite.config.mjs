// The same page as a Vite app: npx vite --config examples/web/vite.config.mjs; vite build … writes examples/web/dist
import { fileURLToPath } from "node:url";

const isolated = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
const dist = (name) => fileURLToPath(new URL(`../../dist/${name}.js`, import.meta.url));

export default {
  root: fileURLToPath(new URL(".", import.meta.url)),
  // An app that has installed the package needs no alias
  resolve: {
    alias: [
      { find: /^mercer$/, replacement: dist("index") },
      { find: /^mercer\/pool$/, replacement: dist("pool") },
    ],
  },
  build: { target: "es2022" },
  worker: { format: "es" },
  server: { headers: isolated, fs: { allow: ["../.."] } },
  preview: { headers: isolated },
};
