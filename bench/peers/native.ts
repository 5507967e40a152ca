import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Absent, type Contestant } from "../contest.ts";

/** Debian's interpreter: the packages python3-numpy, -scipy and -sklearn belong to it. */
const PYTHON = "/usr/bin/python3";
const SCRIPT = fileURLToPath(new URL("native.py", import.meta.url));

export type Input = { readonly data: Float64Array; readonly shape: readonly number[] };
type Operation =
  | "matmul"
  | "self_product"
  | "cholesky"
  | "lu"
  | "ldl"
  | "qr"
  | "eigh"
  | "least_squares"
  | "gram"
  | "fit"
  | "predict"
  | "descent"
  | "nystroem"
  | "svc"
  | "process_fit"
  | "likelihood"
  | "variance";
type Reply = Readonly<Record<string, unknown>>;

/** A long-lived Python process with OpenBLAS on one thread; requests are answered in order. */
class Native {
  readonly #directory = mkdtempSync(join(tmpdir(), "mercer-bench-"));
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: ((reply: Reply) => void)[] = [];
  #files = 0;
  #hasEnded = false;

  constructor() {
    // OpenBLAS of Debian 12 does not know every newer processor and would fall back to AVX2.
    const wide = process.platform === "linux" && readFileSync("/proc/cpuinfo", "utf8").includes("avx512f");
    const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", ...(wide ? { OPENBLAS_CORETYPE: "SkylakeX" } : {}) };
    this.#process = spawn(PYTHON, [SCRIPT], { env });
    this.#process.stderr.pipe(process.stderr);
    // Writing to a process that has just ended fails here, and its end settles what waits.
    this.#process.stdin.on("error", () => undefined);
    createInterface({ input: this.#process.stdout }).on("line", (line) => this.#waiting.shift()?.(JSON.parse(line) as Reply));
    this.#process.on("exit", () => {
      this.#hasEnded = true;
      for (const settle of this.#waiting.splice(0)) settle({ error: "the Python process ended" });
    });
  }

  async ask(request: object): Promise<Reply> {
    if (this.#hasEnded) throw new Error("the Python process has ended");
    const reply = await new Promise<Reply>((settle) => {
      this.#waiting.push(settle);
      this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    });
    if (typeof reply.error === "string") throw new Error(reply.error);
    return reply;
  }

  write({ data, shape }: Input): { file: string; shape: readonly number[] } {
    const file = join(this.#directory, `${this.#files++}.f64`);
    writeFileSync(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return { file, shape };
  }

  async read(job: number): Promise<Float64Array> {
    const file = join(this.#directory, "result.f64");
    await this.ask({ kind: "result", job, file });
    return new Float64Array(new Uint8Array(readFileSync(file)).buffer);
  }

  remove(files: readonly string[]): void {
    for (const file of files) rmSync(file, { force: true });
  }

  close(): void {
    this.#process.stdin.end();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

let native: Native | undefined;
let jobs = 0;

function open(): Native {
  if (native) return native;
  try {
    execFileSync(PYTHON, ["-c", "import numpy, scipy, sklearn"], { stdio: "ignore" });
  } catch {
    throw new Absent("needs numpy, scipy and scikit-learn for /usr/bin/python3 (Debian: python3-sklearn)");
  }
  native = new Native();
  return native;
}

/** Versions of the native peers, or null where they are absent. */
export async function nativeVersions(): Promise<Reply | null> {
  try {
    return await open().ask({ kind: "versions" });
  } catch (cause) {
    if (cause instanceof Absent) return null;
    throw cause;
  }
}

export function closeNative(): void {
  native?.close();
  native = undefined;
}

/** An operation of native.py as a contestant: "numpy", "scipy" or "scikit-learn". */
export function nativeContestant(
  implementation: "numpy native" | "scipy native" | "scikit-learn native",
  operation: Operation,
  inputs: Readonly<Record<string, Input>>,
  parameters: object = {},
): Contestant<Float64Array> {
  return {
    implementation,
    arithmetic: "f64 native",
    prepare: async () => {
      const peer = open();
      const job = jobs++;
      const written = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, peer.write(input)]));
      await peer.ask({ kind: "prepare", job, operation, inputs: written, parameters });
      peer.remove(Object.values(written).map(({ file }) => file));
      return {
        run: async () => (await peer.ask({ kind: "run", job })).ms as number,
        result: () => peer.read(job),
        release: async () => void (await peer.ask({ kind: "release", job })),
      };
    },
  };
}
