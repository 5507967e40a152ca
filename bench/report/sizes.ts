import type { Size } from "../sizes.ts";

/** What each import costs a page. */
export function sizesSection(sizes: readonly Size[]): string {
  const lines = sizes.map(({ what, bytes }) => `| ${what} | ${(bytes / 1000).toFixed(1)} kB |`);
  return [
    "### Sizes",
    "Minified by esbuild, WebAssembly included, and gzipped: all of an entry, or the names alone.",
    ["| import | size |", "| --- | --: |", ...lines].join("\n"),
  ].join("\n\n");
}
