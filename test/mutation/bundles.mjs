import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Files know where they lay. Those of the core, whose switches are no TypeScript, are as they were written: constants alone are taken from them. */
const places = (root, tree) => ({
  name: "places",
  setup: (bundler) =>
    bundler.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const written = path.startsWith(join(tree, "assembly")) ? path.replace(tree, root) : path;
      return {
        contents: readFileSync(written, "utf8").replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href)),
        loader: "ts",
      };
    }),
});

/**
 * Bundles test files of a tree, the sources within them, packages not: resolves to a map from the path of each to the path of its
 * module.
 */
export const bundleTests = async (root, tree, tests, folder) => {
  const { metafile } = await build({
    absWorkingDir: tree,
    entryPoints: tests,
    outbase: ".",
    outdir: folder,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    metafile: true,
    plugins: [places(root, tree)],
    logLevel: "error",
  });
  return new Map(Object.entries(metafile.outputs).map(([path, { entryPoint }]) => [entryPoint, join(tree, path)]));
};
