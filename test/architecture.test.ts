import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { bytesOfCore } from "../src/wasm/parts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What each room of a folder may import, by docs/rooms.md: itself, and these. */
function arrowsOf(folder: string): Readonly<Record<string, readonly string[]>> {
  const page = readFileSync(join(ROOT, "docs/rooms.md"), "utf8");
  const rows = [...page.matchAll(/^\| `([^`]+)` \| [^|]+ \|([^|]*)\|$/gm)];
  const rooms = rows.map(([, room, arrows]): [string, string[]] => [
    room as string,
    [...(arrows as string).matchAll(/`([^`]+)`/g)].map(([, name]) => name as string),
  ]);
  return Object.fromEntries(rooms.filter(([room]) => room.startsWith(`${folder}/`)));
}

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

/** The innermost of the rooms that a path lies in. */
function roomOf(path: string, rooms: readonly string[]): string | undefined {
  const containing = rooms.filter((room) => path === room || path === `${room}.ts` || path.startsWith(`${room}/`));
  return containing.sort((a, b) => b.length - a.length)[0];
}

const sources = filesOf("src").filter(({ path }) => !path.endsWith(".d.ts"));
const core = filesOf("assembly").filter(({ path }) => !path.endsWith(".d.ts"));

describe.each<[string, readonly SourceFile[], Readonly<Record<string, readonly string[]>>]>([
  ["src", sources, arrowsOf("src")],
  ["assembly", core, arrowsOf("assembly")],
])("the rooms of %s", (folder, files, arrows) => {
  const rooms = Object.keys(arrows);
  const everywhere = [...Object.keys(arrowsOf("src")), ...Object.keys(arrowsOf("assembly"))];

  it.each(files.map((file) => [file.path, file] as const))("%s imports only what its room may", (path, { imports }) => {
    const room = roomOf(path, rooms);
    expect(room, `${path} is in no room`).toBeDefined();
    const allowed = [room, ...(arrows[room as string] as readonly string[])];
    const rest = imports.filter(
      (target) => !allowed.includes(roomOf(target, everywhere)) && !allowed.includes(roomOf(target, allowed as string[])),
    );
    expect(rest).toEqual([]);
  });

  it("have files", () => {
    const used = new Set(files.map(({ path }) => roomOf(path, rooms)));
    expect(rooms.filter((room) => !used.has(room))).toEqual([]);
  });

  it("list no arrow that nobody uses", () => {
    const used = new Set(
      files.flatMap(({ path, imports }) =>
        imports.flatMap((target) =>
          everywhere
            .concat("build", "pbf")
            .filter((room) => target.startsWith(room))
            .map((to) => `${roomOf(path, rooms)} > ${to}`),
        ),
      ),
    );
    const listed = rooms.flatMap((room) => (arrows[room] as readonly string[]).map((to) => `${room} > ${to}`));
    expect(listed.filter((arrow) => !used.has(arrow) && !/assembly\/\w+\/\w+$/.test(arrow))).toEqual([]);
  });

  it("stand from the bottom to the top: arrows point up the page", () => {
    const late = rooms.flatMap((room, at) =>
      (arrows[room] as readonly string[])
        .filter((to) => to.startsWith(`${folder}/`) && rooms.indexOf(to) > at)
        .map((to) => `${room} > ${to}`),
    );
    expect(late).toEqual([]);
  });

  it("leave no file out: each is imported by another, or is an entry", () => {
    const imported = new Set([...sources, ...core].flatMap(({ imports }) => imports));
    const entries = [
      "src/entries/index.ts",
      "src/entries/interchange.ts",
      "src/entries/jobs.ts",
      "src/entries/linalg.ts",
      "src/entries/pool.ts",
      "src/entries/predict.ts",
      "src/entries/core.ts",
      "src/wasm/imported.ts",
      "src/wasm/no-parts.ts",
      "src/entries/relaxed.ts",
      "src/entries/statistics.ts",
      "src/entries/table.ts",
      "src/entries/testing.ts",
      "src/worker/worker.ts",
      "assembly/index.ts",
    ];
    expect(files.map(({ path }) => path).filter((path) => !imported.has(path) && !entries.includes(path))).toEqual([]);
  });
});

describe("only src/wasm and src/core", () => {
  it("imports the built core: as text, or as a file that the runtime compiles", () => {
    const importers = sources.filter(({ imports }) => imports.some((target) => target.startsWith("build/")));
    expect(importers.map(({ path }) => path).sort()).toEqual([
      "src/wasm/build.ts",
      "src/wasm/imported.ts",
      "src/wasm/load.ts",
      "src/wasm/no-parts.ts",
      "src/wasm/parts.ts",
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
    expect(users.map(({ path }) => path).sort()).toEqual(["src/gram/plan.ts", "src/gram/run.ts", "src/program/instruction.ts"]);
  });

  it("calls the core: nobody else reads an instance's exports or memory, but run.ts for the tile of a custom kernel", () => {
    const users = outsideOfWasm(({ text }) => /\bcore\.|\.core\b|\.memory\b/.test(withoutComments(text)));
    expect(users.map(({ path }) => path).sort()).toEqual(["src/gram/run.ts"]);
  });
});

describe("the host's functions beyond √ stay out of what is computed:", () => {
  it("readable formulas and prose have them", () => {
    const users = sources.filter(({ text }) =>
      /\bMath\.(?!(abs|ceil|clz32|floor|imul|max|min|round|sign|sqrt|trunc|LN2|PI|SQRT1_2|SQRT2)\b)\w/.test(withoutComments(text)),
    );
    expect(users.map(({ path }) => path).sort()).toEqual([
      "src/diagnosis/explanation.ts",
      "src/kernels/evaluate.ts",
      "src/losses/logistic.ts",
      "src/losses/poisson.ts",
    ]);
  });

  it("powers too, but for those of 2; readable formulas have them, and progress, which is no result", () => {
    const users = sources.filter(({ text }) => /(?<!\b2) \*\* /.test(withoutComments(text)));
    expect(users.map(({ path }) => path).sort()).toEqual(["src/core/factors.ts", "src/core/gram.ts", "src/kernels/evaluate.ts"]);
  });
});

/** Files that are neither the host of the core nor its calls. */
function outsideOfWasm(test: (file: SourceFile) => boolean): SourceFile[] {
  return sources.filter((file) => !/^src\/(wasm|core)\//.test(file.path) && test(file));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
}

it("files have names of words in kebab case, and nothing is called utils, helpers or common", () => {
  const names = [...sources, ...core].flatMap(({ path }) => path.replace(/\.ts$/, "").split("/"));
  expect(names.filter((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || /^(utils?|helpers?|common|misc)$/.test(name))).toEqual([]);
});

it("functions have at most eight arguments, but for the one in the innermost loop of a product", () => {
  const long = [...sources, ...core].flatMap(({ path, text }) => {
    const names: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) && node.parameters.length > 8) names.push(`${path} ${node.name?.getText()}`);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
    return names;
  });
  expect(long).toEqual(["assembly/blas/tile.ts multiplyRow"]);
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
    expect(bytes.equals(bytesOfCore())).toBe(true);
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

  it("has a micro-kernel for products with six loads for eight multiplications and additions, and nothing beside them but three addresses", () => {
    const body = functions.get("assembly/blas/microkernel/microkernel<assembly/blas/pairing/InnerProduct>") as string;
    const [loop] = innermostLoops(body) as [string];
    const count = (instruction: RegExp): number => loop.match(instruction)?.length ?? 0;
    expect(count(/f64x2\.mul/g)).toBeGreaterThanOrEqual(8);
    expect(count(/f64x2\.add/g)).toBe(count(/f64x2\.mul/g));
    expect(count(/v128\.load/g)).toBe((6 * count(/f64x2\.mul/g)) / 8);
    expect(count(/i8x16\.shuffle/g)).toBe(0);
    expect(count(/i32\.add/g)).toBeLessThanOrEqual(3);
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
