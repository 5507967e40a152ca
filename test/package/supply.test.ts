import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));
const tracked = (pattern: string) => execFileSync("git", ["ls-files", pattern], { cwd: root, encoding: "utf8" }).trim().split("\n");

interface Locked {
  readonly integrity?: string;
  readonly link?: boolean;
}

it("the package runs nothing when it is installed, and needs no other", () => {
  const { scripts, dependencies, optionalDependencies } = read("package.json");
  const hooks = ["preinstall", "install", "postinstall", "prepare", "prepublish", "prepack", "postpack"];
  expect(hooks.filter((hook) => hook in scripts)).toEqual([]);
  expect({ ...dependencies, ...optionalDependencies }).toEqual({});
});

it("no package that builds it runs anything when it is installed", () => {
  expect(readFileSync(join(root, ".npmrc"), "utf8")).toContain("ignore-scripts=true");
  const { scripts } = read("package.json");
  const installs = Object.values<string>(scripts).flatMap((script) => script.split("&&").filter((step) => step.includes("npm ci")));
  expect(installs.filter((step) => !step.includes("--ignore-scripts"))).toEqual([]);
});

describe.each(tracked("*package-lock.json"))("%s", (lockfile) => {
  it("pins every package by a digest", () => {
    const packages = Object.entries<Locked>(read(lockfile).packages).filter(([name, { link }]) => name.includes("node_modules/") && !link);
    expect(packages.length).toBeGreaterThan(0);
    expect(packages.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? "")).map(([name]) => name)).toEqual([]);
  });
});

it("the bill of materials names what the built files hold of others", () => {
  const { components, metadata } = read("dist/sbom.json");
  expect(metadata.component.purl).toBe(`pkg:npm/mercer@${read("package.json").version}`);
  expect(components.map(({ name }: { name: string }) => name)).toEqual(["assemblyscript", "pbf"]);
  for (const { hashes, licenses } of components) {
    expect(hashes[0].content).toMatch(/^[0-9a-f]{128}$/);
    expect(licenses[0].license.id).toMatch(/^(Apache-2.0|BSD-3-Clause)$/);
  }
});
