// What a release needs and nobody but the owner of the package can know: node scripts/check-release.mjs, which `npm run release` begins with.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const read = (file) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
const manifest = JSON.parse(read("package.json"));
const { version, repository } = manifest;
const missing = [];

for (const field of ["repository", "homepage", "bugs"]) {
  if (!manifest[field]) missing.push(`package.json has no "${field}"`);
}
const address = typeof repository === "string" ? repository : repository?.url;
if (repository && !/^(git\+)?https:\/\/\S+$/.test(address ?? ""))
  missing.push(
    `package.json: repository must be an https address, by which the registry checks the provenance; it is ${JSON.stringify(repository)}`,
  );
for (const [, picture] of read("README.md").matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) {
  if (!picture.startsWith("https://"))
    missing.push(`README.md: the picture ${picture} needs an absolute address, since the registry shows the page without the repository`);
}
if (!read("CHANGELOG.md").includes(`## [${version}]`)) missing.push(`CHANGELOG.md has no section [${version}]`);
const changed = execFileSync("git", ["status", "--porcelain"], { cwd: new URL("..", import.meta.url), encoding: "utf8" }).trimEnd();
if (changed !== "") missing.push(`files are not committed:\n${changed}`);

if (missing.length > 0) {
  console.error(`mercer ${version} cannot be released yet; docs/releasing.md tells how:\n${missing.map((line) => `- ${line}`).join("\n")}`);
  process.exitCode = 1;
} else console.log(`mercer ${version} can be released`);
