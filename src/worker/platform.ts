import { mercerError } from "../errors";

/** A worker of Node or of a browser, as far as both go. */
export interface Colleague {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Ends it, whatever it does. */
  end(): Promise<void>;
  /** Whether it keeps a Node process alive. */
  hold(held: boolean): void;
}

interface Listener {
  message(data: unknown): void;
  /** It ended of itself, or was ended by somebody else. */
  lost(cause: unknown): void;
}

interface NodeWorker {
  on(event: "message" | "error" | "exit" | "messageerror", listener: (value: unknown) => void): void;
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  terminate(): Promise<unknown>;
  ref(): void;
  unref(): void;
}

interface NodePort {
  on(event: "message", listener: (data: unknown) => void): void;
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
}

interface NodeThreads {
  readonly Worker: new (url: URL, options: { readonly execArgv: readonly string[] }) => NodeWorker;
  readonly parentPort: NodePort | null;
}

interface NodeProcess {
  getBuiltinModule?(name: "node:worker_threads"): NodeThreads;
  getBuiltinModule?(name: "node:os"): { availableParallelism(): number };
}

/** What the page's side and the worker's own side of a platform do. */
export function startWorker(url: string | URL | undefined, asBlob: boolean, listener: Listener): Colleague {
  return typeof Worker === "undefined" ? startNodeWorker(url, listener) : startWebWorker(url, asBlob, listener);
}

function startWebWorker(url: string | URL | undefined, asBlob: boolean, listener: Listener): Colleague {
  const worker = createWebWorker(url, asBlob);
  worker.onmessage = ({ data }) => listener.message(data);
  worker.onmessageerror = () => listener.lost("a message could not be read");
  worker.onerror = (event) => {
    event.preventDefault();
    listener.lost(event.message ?? "it could not be loaded");
  };
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    end: async () => worker.terminate(),
    hold: (held) => {
      // Bun's workers have both
      const counted = worker as unknown as Partial<NodeWorker>;
      if (held) counted.ref?.();
      else counted.unref?.();
    },
  };
}

/**
 * Where the worker may be when Vite (up to 7, in development) has bundled this module into `node_modules/.vite/deps` without it; undefined elsewhere. An
 * expression that bundlers do not look into.
 */
export function prebundledWorker(): string | undefined {
  const here: string | undefined = import.meta.url;
  const at = here?.indexOf("/.vite/deps/") ?? -1;
  return at < 0 ? undefined : `${here?.slice(0, at)}/mercer/dist/worker.js`;
}

function createWebWorker(url: string | URL | undefined, asBlob: boolean): Worker {
  if (url === undefined) return new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  if (!asBlob) return new Worker(url, { type: "module" });
  const absolute = new URL(url, import.meta.url).href;
  const wrapper = URL.createObjectURL(new Blob([`import ${JSON.stringify(absolute)};`], { type: "text/javascript" }));
  return new Worker(wrapper, { type: "module" });
}

function startNodeWorker(url: string | URL | undefined, listener: Listener): Colleague {
  const here: string = import.meta.url;
  // Options of the process, such as --input-type, are for its own program
  const worker = new (nodeThreads().Worker)(new URL(url ?? "./worker.js", here), { execArgv: [] });
  let ended = false;
  let cause: unknown;
  worker.on("message", (data) => listener.message(data));
  worker.on("messageerror", (error) => listener.lost(error));
  worker.on("error", (error) => {
    cause = error;
  });
  worker.on("exit", (code) => {
    if (!ended) listener.lost(cause ?? `it ended with code ${code}`);
  });
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    end: async () => {
      ended = true;
      await worker.terminate();
    },
    hold: (held) => (held ? worker.ref() : worker.unref()),
  };
}

/** The other side: how a worker hears and answers. */
export interface Port {
  onMessage(listener: (data: unknown) => void): void;
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
}

export function ownPort(): Port {
  const scope = globalThis as unknown as Partial<DedicatedScope>;
  if (typeof scope.postMessage === "function") {
    return {
      onMessage: (listener) => scope.addEventListener?.("message", ({ data }) => listener(data)),
      post: (message, transfer = []) => scope.postMessage?.(message, transfer),
    };
  }
  const port = nodeThreads().parentPort;
  if (!port) throw mercerError("worker", "this module is the worker of a pool; startPool starts it");
  return { onMessage: (listener) => port.on("message", listener), post: (message, transfer = []) => port.postMessage(message, transfer) };
}

interface DedicatedScope {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

/** Threads of a pool that is not told how many: one for each processor, and in a page one fewer, since a page whose processors are all taken is not drawn. */
export function threadsByDefault(): number {
  const processors = globalThis.navigator?.hardwareConcurrency ?? nodeProcess()?.getBuiltinModule?.("node:os").availableParallelism() ?? 1;
  return "document" in globalThis ? Math.max(1, processors - 1) : processors;
}

/** Whether threads can share a memory here: in Node, and on pages that are isolated from other origins. */
export function canShareMemory(): boolean {
  return typeof SharedArrayBuffer === "function" && globalThis.crossOriginIsolated !== false;
}

function nodeThreads(): NodeThreads {
  const threads = nodeProcess()?.getBuiltinModule?.("node:worker_threads");
  if (!threads) throw mercerError("unsupported", "there are no workers here: a browser, or Node from 20.16 on, is needed");
  return threads;
}

function nodeProcess(): NodeProcess | undefined {
  return (globalThis as { readonly process?: NodeProcess }).process;
}
