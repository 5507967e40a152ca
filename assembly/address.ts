/**
 * The only pointer arithmetic. Addresses count bytes, everything else counts elements of 8 bytes.
 *
 * A matrix is (address, row stride, column stride): element (i, j) lies at address + 8(i·rs + j·cs). Swapped strides are the transpose;
 * negative strides run backwards from the address given.
 */
export class Address {
  @inline static at(base: usize, index: i32): usize {
    return base + ((<usize>index) << 3);
  }

  /** The address of one of 32-bit numbers. */
  @inline static index(base: usize, index: i32): usize {
    return base + ((<usize>index) << 2);
  }

  @inline static of(base: usize, rs: i32, cs: i32, i: i32, j: i32): usize {
    return base + ((<usize>(i * rs + j * cs)) << 3);
  }

  @inline static get(base: usize, rs: i32, cs: i32, i: i32, j: i32): f64 {
    return load<f64>(Address.of(base, rs, cs, i, j));
  }

  @inline static set(base: usize, rs: i32, cs: i32, i: i32, j: i32, value: f64): void {
    store<f64>(Address.of(base, rs, cs, i, j), value);
  }
}
