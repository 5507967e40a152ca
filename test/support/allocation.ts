/**
 * Bytes of the arrays and texts that `body` makes: of ArrayBuffers and typed arrays, by whichever constructor or method, and of what `atob`, `btoa` and TextDecoder return. What JSON.parse makes
 * itself is not counted.
 */
export function allocatedBy(body: () => void): number {
  let bytes = 0;
  const restore: (() => void)[] = [];
  const replace = (owner: object, name: string, value: unknown): void => {
    const before = Object.getOwnPropertyDescriptor(owner, name) as PropertyDescriptor;
    Object.defineProperty(owner, name, { ...before, value });
    restore.push(() => Object.defineProperty(owner, name, before));
  };
  const counted = <F extends (this: never, ...given: never[]) => string>(f: F): F =>
    function (this: never, ...given: never[]) {
      const text = Reflect.apply(f, this, given) as string;
      bytes += text.length;
      return text;
    } as F;
  for (const type of [Float64Array, Uint8Array, Int32Array, Uint32Array, ArrayBuffer]) {
    const proxy: unknown = new Proxy(type, {
      construct(target, given: unknown[], newTarget) {
        const size = (target as Partial<typeof Uint8Array>).BYTES_PER_ELEMENT ?? 1;
        // what is asked for counts, whether there is so much or not
        if (typeof given[0] === "number") bytes += size * given[0];
        const made = Reflect.construct(target, given, newTarget === proxy ? target : newTarget) as ArrayBufferView;
        // a view of a buffer takes no room
        if (typeof given[0] === "object" && !(given[0] instanceof original.ArrayBuffer)) bytes += made.byteLength;
        return made;
      },
    });
    replace(globalThis, type.name, proxy);
    // copies by slice and map ask the prototype for the constructor
    replace(type.prototype, "constructor", proxy);
  }
  replace(globalThis, "atob", counted(original.atob as (this: never, text: never) => string));
  replace(globalThis, "btoa", counted(original.btoa as (this: never, text: never) => string));
  replace(TextDecoder.prototype, "decode", counted(TextDecoder.prototype.decode as (this: never, ...given: never[]) => string));
  try {
    body();
  } finally {
    for (const undo of restore.reverse()) undo();
  }
  return bytes;
}

const original = { ArrayBuffer, atob, btoa };
