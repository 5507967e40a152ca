// Writes dist/sbom.json, the software bill of materials of the package in the form of CycloneDX 1.5: the code of others that is inside the built
// files, by the lockfile. It has neither a date nor a random number, so that two builds of one commit are the same bytes.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";

const fileOf = (path) => new URL(`../${path}`, import.meta.url);
const read = (path) => JSON.parse(readFileSync(fileOf(path), "utf8"));
const manifest = read("package.json");
const { packages } = read("package-lock.json");

const bundled = ["assemblyscript", ...importedPackages()].sort();
const own = { type: "library", "bom-ref": refOf(manifest), ...about(manifest), description: manifest.description };
const components = bundled.map((name) => component(name, packages[`node_modules/${name}`]));

const bom = {
  $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  version: 1,
  metadata: { lifecycles: [{ phase: "build" }], component: own },
  components,
  dependencies: [
    { ref: own["bom-ref"], dependsOn: components.map((one) => one["bom-ref"]) },
    ...components.map((one) => ({ ref: one["bom-ref"] })),
  ],
};
writeFileSync(fileOf("dist/sbom.json"), `${JSON.stringify(bom, null, 2)}\n`);
console.log(`sbom.json: ${bundled.join(", ")}`);

/** The packages whose names the sources import: tsup takes them into the files it writes. */
function importedPackages() {
  const sources = readdirSync(fileOf("src"), { recursive: true }).filter((file) => file.endsWith(".ts"));
  const names = sources.flatMap((file) => {
    const text = readFileSync(fileOf(`src/${file}`), "utf8");
    return [...text.matchAll(/^(?:import|export) (?!type\b).*?from "((?:@[\w.-]+\/)?[\w.-]+)[^"]*";$/gm)].map(([, name]) => name);
  });
  return [...new Set(names)].filter((name) => !name.startsWith(".") && !builtinModules.includes(name));
}

function component(name, locked) {
  const [algorithm, digest] = locked.integrity.split("-");
  return {
    type: "library",
    "bom-ref": refOf({ name, version: locked.version }),
    ...about({ name, ...locked }),
    hashes: [{ alg: algorithm.replace("sha", "SHA-"), content: Buffer.from(digest, "base64").toString("hex") }],
  };
}

function about({ name, version, license }) {
  return { name, version, licenses: [{ license: { id: license } }], purl: `pkg:npm/${name}@${version}` };
}

function refOf({ name, version }) {
  return `${name}@${version}`;
}
