import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import ts from "typescript";
import { expect } from "vitest";
import type * as mercer from "../../src/entries/index";
import type * as testing from "../../src/entries/testing";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The sources in a folder of their own, for a test that carries out a page of CONTRIBUTING.md on them. */
export class CopyOfSources {
  readonly folder = mkdtempSync(join(tmpdir(), "mercer-copy-"));

  constructor(parts: readonly string[]) {
    for (const part of parts) cpSync(join(ROOT, part), join(this.folder, part), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(this.folder, "node_modules"));
  }

  /** Puts `added` in front of the first `before`. */
  edit(file: string, before: string, added: string): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, "utf8");
    expect(text, `${file} has ${before}`).toContain(before);
    writeFileSync(
      path,
      text.replace(before, () => added + before),
    );
  }

  /** The files that do not compile. */
  filesWithErrors(): string[] {
    const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, this.folder);
    const entries = ["index", "testing"].map((name) => join(this.folder, `src/entries/${name}.ts`));
    const program = ts.createProgram(entries, { ...options, types: [] });
    return [...new Set(program.getSemanticDiagnostics().map(({ file }) => basename(file?.fileName ?? "")))].sort();
  }

  /** The exports of `mercer` and `mercer/testing`, bundled from the copy as it is now; `name` is that of the bundle. */
  async bundled(name: string): Promise<typeof mercer & typeof testing> {
    const outfile = join(this.folder, `${name}.mjs`);
    const contents = 'export * from "./src/entries/index"; export * from "./src/entries/testing";';
    await build({ stdin: { contents, resolveDir: this.folder, loader: "ts" }, outfile, bundle: true, format: "esm", logLevel: "error" });
    return import(/* @vite-ignore */ pathToFileURL(outfile).href);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
