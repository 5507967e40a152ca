import { Address } from "../address";
import { elementarySymmetric } from "./anova";
import { chiSquares } from "./chi-squares";
import { custom } from "./host";
import { add, multiply, normalize, outer } from "./joins";
import { affine, exponential, firstNonFinite, integerPower, matern, rationalQuadratic, root, sigmoid, squaredSine } from "./maps";
import { pairs } from "./pairs";
import { Opcode, TILE, WORDS } from "./program";
import { diagonal, fill, given } from "./sources";
import { squaredSines } from "./squared-sines";

/** Bytes of a tile. */
const SIZE: usize = (<usize>(TILE * TILE)) << 3;

/**
 * The meeting point of kernel and data: runs the program on one tile, element (r, c) being k(x_i+r, z_j+c), r < m, c < n, both at most TILE;
 * i and j are multiples of 4.
 *
 * `tile` is the bottom of a stack of as many tiles as the program needs (those that it keeps lie below), and one more, as maps and leaves work above their own; a leaf may take more
 * there. The result lies at `tile` with row stride TILE; what stands beyond m × n is not meaningful. Returns −1, or the position TILE·r + c of the
 * first element that a check refused.
 */
export function evaluate(program: usize, i: i32, j: i32, m: i32, n: i32, tile: usize): i32 {
  let top = tile - SIZE;
  for (let next = program; <i32>load<f64>(next) !== Opcode.End; next = Address.at(next, WORDS)) {
    const a = load<f64>(next, 8);
    const b = load<f64>(next, 16);
    const c = load<f64>(next, 24);
    const e = load<f64>(next, 32);
    const opcode = <i32>load<f64>(next);
    if (opcode < Opcode.Add) {
      top += SIZE;
      if (opcode === Opcode.Fetch) memory.copy(top, keptAt(tile, a), SIZE);
      else leaf(opcode, i, j, m, n, a, b, c, e, top);
    } else if (opcode < Opcode.Affine) {
      top -= SIZE;
      if (opcode === Opcode.Add) add(m, n, top);
      else multiply(m, n, top);
    } else if (opcode < Opcode.Keep) {
      map(opcode, i, j, m, n, a, b, top);
    } else if (opcode === Opcode.Keep) {
      memory.copy(keptAt(tile, a), top, SIZE);
    } else {
      const position = firstNonFinite(m, n, top);
      if (position >= 0) return position;
    }
  }
  return -1;
}

/** Tiles are kept below the stack: every thread has its own. */
function keptAt(tile: usize, below: f64): usize {
  return tile - <usize>below;
}

function leaf(opcode: i32, i: i32, j: i32, m: i32, n: i32, a: f64, b: f64, c: f64, e: f64, tile: usize): void {
  const d = <i32>c;
  const x = Address.at(<usize>a, i * d);
  const z = Address.at(<usize>b, j * d);
  switch (opcode) {
    case Opcode.InnerProduct:
    case Opcode.SquaredDistance:
    case Opcode.ScaledSquaredDistance:
    case Opcode.ManhattanDistance:
    case Opcode.SubsetProduct:
      pairs(opcode, m, n, d, x, z, <usize>e, tile);
      break;
    case Opcode.ChiSquare:
      chiSquares(m, n, d, x, z, tile, tile + SIZE);
      break;
    case Opcode.ElementarySymmetric:
      elementarySymmetric(m, n, d, <i32>e, x, z, tile, tile + SIZE);
      break;
    case Opcode.SquaredSines:
      squaredSines(m, n, d, e, x, z, tile, tile + SIZE);
      break;
    case Opcode.Constant:
      fill(m, n, a, tile);
      break;
    case Opcode.Diagonal:
      diagonal(m, n, i, j, a, tile);
      break;
    case Opcode.Given:
      given(m, n, Address.of(<usize>a, <i32>b, 1, i, j), <i32>b, tile);
      break;
    default:
      custom(<i32>a, i, j, m, n, tile);
  }
}

function map(opcode: i32, i: i32, j: i32, m: i32, n: i32, a: f64, b: f64, tile: usize): void {
  switch (opcode) {
    case Opcode.Affine:
      affine(m, n, a, b, tile);
      break;
    case Opcode.IntegerPower:
      integerPower(m, n, <i32>a, tile);
      break;
    case Opcode.Exponential:
      exponential(m, n, a, tile);
      break;
    case Opcode.Root:
      root(m, n, tile);
      break;
    case Opcode.Matern:
      matern(m, n, a, b, tile, tile + SIZE);
      break;
    case Opcode.RationalQuadratic:
      rationalQuadratic(m, n, a, b, tile, tile + SIZE);
      break;
    case Opcode.SquaredSine:
      squaredSine(m, n, a, tile);
      break;
    case Opcode.Sigmoid:
      sigmoid(m, n, a, b, tile, tile + SIZE);
      break;
    case Opcode.Outer:
      outer(m, n, Address.at(<usize>a, i), Address.at(<usize>b, j), tile);
      break;
    default:
      normalize(m, n, Address.at(<usize>a, i), Address.at(<usize>b, j), tile, tile + SIZE);
  }
}
