import { HalfToThe } from "./exp2";
import { Quads } from "./quads";

/** Functions of s = ‖y − y′‖² with r = ln 2·√s; in this order in src/core/single-radial.ts. */
export enum RadialMap {
  /** 2⁻ˢ */
  Gaussian,
  /** e⁻ʳ */
  Matern12,
  /** (1 + r)e⁻ʳ */
  Matern32,
  /** (1 + r + r²/3)e⁻ʳ */
  Matern52,
}

const LN2: f32 = 0.69314718;
const THIRD: f32 = 0.33333333;

/** τ ← the map of τ, for `bytes` of squares, a multiple of 16. */
export function mapSquares(map: i32, tile: usize, bytes: usize): void {
  const end = tile + bytes;
  switch (map) {
    case RadialMap.Gaussian:
      for (; tile < end; tile += 16) Quads.store(tile, HalfToThe.of(Quads.load(tile)));
      return;
    case RadialMap.Matern12:
      for (; tile < end; tile += 16) Quads.store(tile, HalfToThe.of(f32x4.sqrt(Quads.load(tile))));
      return;
    case RadialMap.Matern32: {
      const one = Quads.splat(1);
      for (; tile < end; tile += 16) {
        const q = f32x4.sqrt(Quads.load(tile));
        Quads.store(tile, Quads.mul(Quads.madd(Quads.splat(LN2), q, one), HalfToThe.of(q)));
      }
      return;
    }
    case RadialMap.Matern52: {
      const one = Quads.splat(1);
      for (; tile < end; tile += 16) {
        const q = f32x4.sqrt(Quads.load(tile));
        const r = Quads.mul(Quads.splat(LN2), q);
        const p = Quads.madd(Quads.mul(r, Quads.splat(THIRD)), r, Quads.add(one, r));
        Quads.store(tile, Quads.mul(p, HalfToThe.of(q)));
      }
      return;
    }
    default:
      unreachable();
  }
}
