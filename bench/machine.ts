import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

export interface Header {
  readonly date: string;
  readonly commit: string;
  readonly engine: string;
  readonly cpu: string;
  readonly threads: number;
  /** the best of the whole run; rows use the peak measured beside them */
  readonly peakGflops: number;
  readonly peakPrograms: Readonly<Record<string, number>>;
  readonly copyGBs: number;
  readonly triadGBs: number;
  /** of one pass over a 2000 × 2000 matrix; absent from older runs */
  readonly readGBs?: number;
  /** of a page of new memory; absent from older runs */
  readonly firstTouchUs?: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** The commit of the library, with "+" where the working tree differs from it. */
export function commitOf(): string {
  try {
    const git = (...command: string[]) =>
      execFileSync("git", command, { cwd: import.meta.dirname, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    const changed = git("status", "--porcelain", "--untracked-files=no", "--", "../assembly", "../src") !== "";
    return git("rev-parse", "--short", "HEAD") + (changed ? "+" : "");
  } catch {
    return "unknown";
  }
}

export function engineOf(): string {
  return `Node ${process.versions.node}, V8 ${process.versions.v8}`;
}

export function cpuOf(): string {
  return cpus()[0]?.model.trim() ?? "unknown";
}

/** Installed versions of the peers that npm brought. */
export function peerVersions(): Record<string, string> {
  const names = ["ml-matrix", "ml-kernel", "ml-regression", "numpy-ts", "onnxruntime-web", "libsvm-js"];
  return Object.fromEntries(
    names.map((name) => {
      const manifest = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), "utf8")) as {
        version: string;
      };
      return [name, manifest.version];
    }),
  );
}
