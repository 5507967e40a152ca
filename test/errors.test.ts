import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { isMercerError } from "../src/entries/index";
import { mercerError } from "../src/errors";

describe("mercerError", () => {
  it("is an Error with code and details", () => {
    const error = mercerError("shape", "y has 99 rows, X has 100", { argument: "y", rows: 99 });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "MercerError", code: "shape", message: "y has 99 rows, X has 100", argument: "y", rows: 99 });
    expect(error.stack).toContain("errors.test");
  });

  it("an abort goes by the name that the platform gives aborts, with its cause", () => {
    const cause = new Error("enough");
    expect(mercerError("aborted", "the fit was aborted", { cause })).toMatchObject({ name: "AbortError", code: "aborted", cause });
  });
});

describe("isMercerError", () => {
  it("knows its own, and those of another copy of the library, by the brand", () => {
    expect(isMercerError(mercerError("memory", "no more"))).toBe(true);
    const foreign = Object.assign(new Error("other copy"), { code: "shape", [Symbol.for("mercer.error")]: true });
    expect(isMercerError(foreign)).toBe(true);
  });

  it.each([
    [new Error("shape")],
    [Object.assign(new Error("x"), { code: "shape" })],
    [{ code: "shape" }],
    ["shape"],
    [null],
    [undefined],
    [0],
  ])("not %s", (value) => {
    expect(isMercerError(value)).toBe(false);
  });
});

describe("docs/errors.md", () => {
  const page = readFileSync(new URL("../docs/errors.md", import.meta.url), "utf8");
  const sections = new Map(
    page
      .split("\n## ")
      .slice(1)
      .map((section) => [/^`([^`]+)`\n/.exec(section)?.[1], section]),
  );
  const declared = declaredDetails();

  it("has a section for every code, and for nothing else", () => {
    expect([...sections.keys()].sort()).toEqual([...declared.keys()].sort());
    expect(declared.size).toBe(13);
  });

  it.each([...declared])("%s: what to do, and every detail, told as always there or not", (code, details) => {
    const section = sections.get(code) as string;
    const told = (label: string): string[] => {
      const line = new RegExp(`^- ${label}: ([\\s\\S]*?)(?=^- )`, "m").exec(section)?.[1] ?? "";
      return [...line.matchAll(/`(\w+)`/g)].map(([, name]) => name as string);
    };
    expect(section).toMatch(/^- What to do: /m);
    expect(details.length).toBeGreaterThan(0);
    for (const { name, always } of details) expect(told(always ? "always" : "where it is known"), name).toContain(name);
    expect(told("always").filter((name) => !details.some((detail) => detail.always && detail.name === name))).toEqual([]);
  });
});

/** The details of every code, as src/errors/details.ts declares them. */
function declaredDetails(): Map<string, { readonly name: string; readonly always: boolean }[]> {
  const program = ts.createProgram([fileURLToPath(new URL("../src/errors/details.ts", import.meta.url))], { strict: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFiles().find(({ fileName }) => fileName.endsWith("src/errors/details.ts")) as ts.SourceFile;
  const details = source.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === "ErrorDetails") as ts.Node;
  const typed = checker.getTypeAtLocation(details).getProperties();
  return new Map(
    typed.map((code) => [
      code.name,
      checker
        .getTypeOfSymbolAtLocation(code, details)
        .getProperties()
        .map(({ name, flags }) => ({ name, always: (flags & ts.SymbolFlags.Optional) === 0 })),
    ]),
  );
}
