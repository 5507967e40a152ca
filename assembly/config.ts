import { KC } from "./gram/program";

export { KC };

/** Rows of a packed panel and of the register tile: 4 rows × 4 columns are 8 two-lane accumulators, half of the 16 registers of SSE2. */
export const MR: i32 = 4;

/** Columns of the register tile. NR = MR lets one packed panel serve as either operand (syrk, Gram, Cholesky pack once). */
export const NR: i32 = 4;

/** Rows of A packed at once: MC × KC is 128 KB, which stays in L2 beside the columns of B in use. */
export const MC: i32 = 64;

/** Columns of B in use: KC × SC is 256 KB, which stays in L2 for MC rows of A. */
export const SC: i32 = 128;

/** Columns of B packed at once: KC × NC is 2 MB, which stays in L3 for all rows of A. */
export const NC: i32 = 1024;

/** The fields of a product, in elements: two cache lines. */
export const PRODUCT_FIELDS: i32 = 16;

/** Scratch of the products, in elements: the fields of one, a corner tile, a block of B and a block of A. */
export const PRODUCT_SCRATCH: i32 = PRODUCT_FIELDS + MR * NR + KC * NC + KC * MC;

/** Scratch of one thread: that of the products, and above it a packed triangle and one packed panel of solutions. */
export const THREAD_SCRATCH: i32 = PRODUCT_SCRATCH + KC * KC + MR * KC;

/** What the threads of a memory agree by (parallel/region.ts), 384 bytes on cache lines of their own: below the constants, which begin at memoryBase (asconfig.json). */
export const CONTROL: usize = 1024;

/** Where the host writes the matrices of a call (blas/operand.ts), 128 bytes: up to memoryBase. */
export const OPERANDS: usize = CONTROL + 384;

/** Where free memory begins: above the constants of the functions in math/. */
export const HEAP: usize = __heap_base;
