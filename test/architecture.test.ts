import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ALPHABET, CORE, ORDER } from "../build/core-text";
import { bytesOfText } from "../src/wasm/text";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What each part of src may import: itself, and these. A part that is not listed may import nothing. */
const SOURCE_ARROWS: Readonly<Record<string, readonly string[]>> = {
  "src/errors": [],
  "src/matrix": ["src/errors"],
  "src/input": ["src/errors", "src/matrix"],
  "src/wasm": ["src/errors", "src/matrix", "build", "assembly/gram/program", "assembly/iterate/terms"],
  "src/watch": ["src/errors", "src/matrix", "src/models", "src/wasm"],
  "src/kernels": ["src/errors", "src/matrix", "src/input", "assembly/gram/program"],
  "src/gram": ["src/errors", "src/matrix", "src/input", "src/kernels", "src/wasm", "assembly/gram/program"],
  "src/models": ["src/errors", "src/matrix", "src/input", "src/kernels", "src/gram", "src/wasm"],
  "src/solvers": ["src/errors", "src/matrix", "src/input", "src/kernels", "src/gram", "src/wasm", "src/watch", "assembly/iterate/terms"],
  "src/estimators": ["src/errors", "src/matrix", "src/input", "src/kernels", "src/models", "src/solvers", "src/watch"],
  "src/diagnosis": ["src/errors", "src/matrix", "src/input", "src/kernels", "src/gram", "src/solvers", "src/wasm", "src/watch"],
  "src/serving": ["src/errors", "src/matrix", "src/input", "src/kernels", "src/gram", "src/models", "assembly/gram/program"],
  "src/io": ["src/errors", "src/matrix", "src/kernels", "src/models"],
  "src/linalg/": ["src/errors", "src/matrix", "src/input", "src/solvers", "src/wasm"],
  "src/preprocessing": ["src/errors", "src/matrix", "src/input", "src/kernels", "src/gram"],
  "src/selection": ["src/errors", "src/matrix", "src/input", "src/estimators", "src/solvers", "src/watch"],
  "src/testing/": ["src/errors", "src/matrix", "src/input", "src/kernels", "src/gram", "src/diagnosis"],
  "src/worker": [
    "src/errors",
    "src/matrix",
    "src/input",
    "src/watch",
    "src/kernels",
    "src/gram",
    "src/models",
    "src/estimators",
    "src/diagnosis",
    "src/linalg/",
    "src/selection",
    "src/wasm/build",
    "src/wasm/signals",
    "src/wasm/threads",
  ],
  "src/core": ["src/wasm"],
  "src/relaxed": ["src/errors", "src/wasm/relaxed"],
  "src/pool": ["src/errors", "src/worker"],
  "src/predict": ["src/errors", "src/matrix", "src/models", "src/io", "src/serving"],
  "src/testing.ts": ["src/testing/"],
  "src/linalg.ts": ["src/errors", "src/matrix", "src/linalg/"],
  "src/index": [
    "src/errors",
    "src/matrix",
    "src/kernels",
    "src/gram",
    "src/models",
    "src/estimators",
    "src/diagnosis",
    "src/io",
    "src/preprocessing",
    "src/selection",
    "src/solvers",
    "src/watch",
  ],
};

/** The same for the core; gram and factor do not know each other. */
const CORE_ARROWS: Readonly<Record<string, readonly string[]>> = {
  "assembly/config": [],
  "assembly/address": [],
  "assembly/lanes": [],
  "assembly/parallel": ["assembly/config"],
  "assembly/math": ["assembly/lanes", "assembly/address", "assembly/config"],
  "assembly/blas": ["assembly/parallel", "assembly/lanes", "assembly/address", "assembly/config"],
  "assembly/factor": ["assembly/blas", "assembly/lanes", "assembly/address", "assembly/config"],
  "assembly/gram": ["assembly/parallel", "assembly/blas", "assembly/math", "assembly/lanes", "assembly/address", "assembly/config"],
  "assembly/iterate": ["assembly/gram", "assembly/blas", "assembly/math", "assembly/lanes", "assembly/address", "assembly/config"],
  "assembly/index": [
    "assembly/blas",
    "assembly/config",
    "assembly/factor",
    "assembly/gram",
    "assembly/iterate",
    "assembly/math",
    "assembly/parallel",
  ],
};

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Paths from the root, or names of packages. */
  readonly imports: readonly string[];
}

/** `import … from "x"` and `export … from "x"`, types included; `import "x"`; `import("x")`. */
const IMPORT =
  /(?:^|\n)(?:import|export)\s+(?:type\s+)?(?:\{[^}]*\}|\*(?:\s+as\s+\w+)?|\w+(?:\s*,\s*\{[^}]*\})?)\s*from\s*"([^"]+)"|(?:^|\n)import\s*"([^"]+)"|\bimport\s*\(\s*"([^"]+)"/g;

function filesOf(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(join(ROOT, path), "utf8");
      const specifiers = [...text.matchAll(IMPORT)];
      const imports = specifiers.map(([, from, effect, dynamic]) => resolve(path, (from ?? effect ?? dynamic) as string));
      return { path, text, imports };
    });
}

function resolve(importer: string, specifier: string): string {
  return specifier.startsWith(".") ? `${normalize(join(dirname(importer), specifier))}.ts` : specifier;
}

/** The name in a table of arrows that a path goes by. */
function partOf(path: string, names: readonly string[]): string | undefined {
  return names.find((name) => path === name || path === `${name}.ts` || path.startsWith(name.endsWith("/") ? name : `${name}/`));
}

const sources = filesOf("src").filter(({ path }) => !path.endsWith(".d.ts"));
const core = filesOf("assembly").filter(({ path }) => !path.endsWith(".d.ts"));

describe.each<[string, readonly SourceFile[], Readonly<Record<string, readonly string[]>>]>([
  ["src", sources, SOURCE_ARROWS],
  ["assembly", core, CORE_ARROWS],
])("the arrows of %s", (folder, files, arrows) => {
  const parts = Object.keys(arrows);

  it.each(files.map((file) => [file.path, file] as const))("%s imports only what its part may", (path, { imports }) => {
    const part = partOf(path, parts);
    expect(part, `${path} belongs to no part`).toBeDefined();
    const allowed = [part as string, ...(arrows[part as string] as readonly string[])];
    expect(imports.filter((target) => partOf(target, allowed) === undefined)).toEqual([]);
  });

  it("point one way", () => {
    const order = parts.filter((name) => name.startsWith(folder));
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      (arrows[from] ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
    expect(order.filter((name) => reaches(name, name))).toEqual([]);
  });

  it("leave no file out: each is imported by another, or is an entry", () => {
    const imported = new Set([...sources, ...core].flatMap(({ imports }) => imports));
    const entries = [
      "src/index.ts",
      "src/linalg.ts",
      "src/pool.ts",
      "src/predict.ts",
      "src/core.ts",
      "src/wasm/imported.ts",
      "src/relaxed.ts",
      "src/testing.ts",
      "src/worker/worker.ts",
      "assembly/index.ts",
    ];
    expect(files.map(({ path }) => path).filter((path) => !imported.has(path) && !entries.includes(path))).toEqual([]);
  });
});

describe("only src/wasm", () => {
  it("imports the built core: as text, or as a file that the runtime compiles", () => {
    const importers = sources.filter(({ imports }) => imports.some((target) => target.startsWith("build/")));
    expect(importers.map(({ path }) => path).sort()).toEqual([
      "src/wasm/build.ts",
      "src/wasm/imported.ts",
      "src/wasm/inlined.ts",
      "src/wasm/load.ts",
      "src/wasm/relaxed.ts",
    ]);
  });

  it("uses WebAssembly: compiles in inlined.ts, in load.ts for threads, and in relaxed.ts", () => {
    const users = sources.filter(
      ({ text }) => /\bWebAssembly\.(?!Memory\b|Module\b(?!\.))/.test(withoutComments(text)) || /new WebAssembly\b/.test(text),
    );
    expect(users.map(({ path }) => path).sort()).toEqual(["src/wasm/inlined.ts", "src/wasm/load.ts", "src/wasm/relaxed.ts"]);
  });

  it("names an address; programs and the matrix of a precomputed kernel have one, too", () => {
    const users = outsideOfWasm(({ text }) => /\baddress\b/.test(withoutComments(text)));
    expect(users.map(({ path }) => path).sort()).toEqual([
      "src/gram/plan.ts",
      "src/gram/run.ts",
      "src/kernels/encode.ts",
      "src/models/predict.ts",
      "src/solvers/problem.ts",
    ]);
  });

  it("calls the core: nobody else reads an instance's exports or memory, but run.ts for the tile of a custom kernel", () => {
    const users = outsideOfWasm(({ text }) => /\bcore\.|\.core\b|\.memory\b/.test(withoutComments(text)));
    expect(users.map(({ path }) => path).sort()).toEqual(["src/gram/run.ts"]);
  });
});

describe("the host's functions beyond √ stay out of what is computed:", () => {
  it("readable formulas and prose have them", () => {
    const users = sources.filter(({ text }) =>
      /\bMath\.(?!(abs|ceil|clz32|floor|imul|max|min|round|sign|sqrt|trunc|LN2|SQRT1_2|SQRT2)\b)\w/.test(withoutComments(text)),
    );
    expect(users.map(({ path }) => path).sort()).toEqual(["src/diagnosis/explanation.ts", "src/kernels/evaluate.ts"]);
  });

  it("powers too, but for those of 2; readable formulas have them, and progress, which is no result", () => {
    const users = sources.filter(({ text }) => /(?<!\b2) \*\* /.test(withoutComments(text)));
    expect(users.map(({ path }) => path).sort()).toEqual([
      "src/kernels/evaluate.ts",
      "src/wasm/eigen.ts",
      "src/wasm/factors.ts",
      "src/wasm/gram.ts",
    ]);
  });
});

function outsideOfWasm(test: (file: SourceFile) => boolean): SourceFile[] {
  return sources.filter((file) => !file.path.startsWith("src/wasm/") && test(file));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
}

it("files have names of words in kebab case, and nothing is called utils, helpers or common", () => {
  const names = [...sources, ...core].flatMap(({ path }) => path.replace(/\.ts$/, "").split("/"));
  expect(names.filter((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || /^(utils?|helpers?|common|misc)$/.test(name))).toEqual([]);
});

describe("the built core", () => {
  const bytes = readFileSync(join(ROOT, "build/core.wasm"));
  const text = readFileSync(join(ROOT, "build/core.wat"), "utf8");
  const functions = new Map(
    text
      .split("\n (func $")
      .slice(1)
      .map((body) => [(/^[^\s(]+(?:<[^>]*>)?/.exec(body) as RegExpExecArray)[0], body]),
  );
  const pairings = [...readFileSync(join(ROOT, "assembly/blas/pairing.ts"), "utf8").matchAll(/export class (\w+)/g)].map(
    ([, name]) => name as string,
  );

  it("is what the library carries", () => {
    expect(bytes.equals(bytesOfText(CORE, ALPHABET, ORDER))).toBe(true);
  });

  it("imports a memory and one function, of the host, and exports its memory and the list of assembly/index.ts, no more", () => {
    const module = new WebAssembly.Module(bytes);
    const index = readFileSync(join(ROOT, "assembly/index.ts"), "utf8");
    const listed = [...index.matchAll(/export \{([^}]+)\}/g)].flatMap(([, names]) =>
      (names as string).split(",").map((name) => name.trim()),
    );
    expect(WebAssembly.Module.imports(module)).toEqual([
      { module: "host", name: "custom", kind: "function" },
      { module: "env", name: "memory", kind: "memory" },
    ]);
    expect(
      WebAssembly.Module.exports(module)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...listed, "memory"].sort());
  });

  it("never grows its memory, and calls indirectly the chunks of a region only", () => {
    expect(text).not.toMatch(/call_ref|memory\.grow/);
    const callers = [...functions].filter(([, body]) => body.includes("call_indirect")).map(([name]) => name);
    expect(callers.filter((name) => !name.startsWith("assembly/parallel/region/"))).toEqual([]);
  });

  it("keeps no state: the globals are set at the start, if at all", () => {
    const setters = [...functions].filter(([, body]) => body.includes("global.set")).map(([name]) => name);
    expect(setters.filter((name) => name !== "~start")).toEqual([]);
  });

  it.each(pairings)("has a micro-kernel for %s without a call, and without a store in its loop", (pairing) => {
    const body = functions.get(`assembly/blas/microkernel/microkernel<assembly/blas/pairing/${pairing}>`);
    expect(body).toBeDefined();
    expect(body).not.toMatch(/\bcall\b/);
    const loops = innermostLoops(body as string);
    expect(loops.length).toBeGreaterThan(0);
    for (const loop of loops) expect(loop).not.toMatch(/\bcall|v128\.store|f64\.store/);
  });

  it("has a micro-kernel for products with two multiplications for every load, and as many additions", () => {
    const body = functions.get("assembly/blas/microkernel/microkernel<assembly/blas/pairing/InnerProduct>") as string;
    const [loop] = innermostLoops(body) as [string];
    const count = (instruction: RegExp): number => loop.match(instruction)?.length ?? 0;
    expect(count(/f64x2\.mul/g)).toBeGreaterThanOrEqual(8);
    expect(count(/f64x2\.add/g)).toBe(count(/f64x2\.mul/g));
    expect(count(/v128\.load/g)).toBeLessThanOrEqual(count(/f64x2\.mul/g) / 2);
  });
});

/** The loops of a function's text that hold no other loop. */
function innermostLoops(body: string): string[] {
  const lines = body.split("\n");
  const indentOf = (line: string): number => line.length - line.trimStart().length;
  const loops = lines.flatMap((line, start) => {
    if (!/^\s*loop\b/.test(line)) return [];
    const length = lines.slice(start + 1).findIndex((later) => indentOf(later) <= indentOf(line));
    return [lines.slice(start + 1, start + 1 + length).join("\n")];
  });
  return loops.filter((loop) => !/^\s*loop\b/m.test(loop));
}
