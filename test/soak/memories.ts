/** Every WebAssembly memory that this thread has made or been told of, as long as it lives. */
const memories = new Set<WeakRef<WebAssembly.Memory>>();

function know(memory: unknown): void {
  if (memory instanceof WebAssembly.Memory) memories.add(new WeakRef(memory));
}

/** From now on, all memories of instances of this thread are known. Before the library's first call. */
export function watchMemories(): void {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, given: ConstructorParameters<typeof Instance>) {
      const instance = new target(...given);
      know(instance.exports.memory ?? Object.values(given[1]?.env ?? {}).find((value) => value instanceof WebAssembly.Memory));
      return instance;
    },
  });
}

export function wasmBytes(): number {
  let bytes = 0;
  for (const reference of memories) {
    const memory = reference.deref();
    if (memory) bytes += memory.buffer.byteLength;
    else memories.delete(reference);
  }
  return bytes;
}
