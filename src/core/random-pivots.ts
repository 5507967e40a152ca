import { type Block, i32, type Workspace } from "../wasm/memory";

/** Elements of the blocks of `acceptPivots` for b candidates. */
export function candidateSizes(b: number) {
  return { H: b * b, uniforms: b, left: b, accepted: i32(b) };
}

/** Which of b candidates are pivots, by rejection; H keeps their Cholesky factor, see assembly/factor/random-pivots.ts. Returns how many. */
export function acceptPivots(
  { core }: Workspace,
  b: number,
  { H, uniforms, left, accepted }: Readonly<Record<"H" | "uniforms" | "left", Block>> & { readonly accepted: Block<"i32"> },
): number {
  return core.acceptPivots(b, H.address, uniforms.address, left.address, accepted.address);
}
