import type { Contestant } from "../contest.ts";

/** Our two rivals in TypeScript: the twin, tuned until the engine gives no more, and the loops it must beat by 1.3. */
export const TWIN = "pure TypeScript, tuned";
export const PLAIN = "plain loops";

/** `work` writes its result to `output`; `restore`, not timed, brings back what it overwrites. */
export function own(
  implementation: typeof TWIN | typeof PLAIN,
  output: Float64Array,
  work: () => void,
  more: { restore?: () => void; read?: () => Float64Array } = {},
): Contestant<Float64Array> {
  return {
    implementation,
    arithmetic: "f64 strict",
    prepare: () => ({
      run: () => {
        more.restore?.();
        const start = performance.now();
        work();
        return performance.now() - start;
      },
      result: () => (more.read ? more.read() : output.slice()),
    }),
  };
}
