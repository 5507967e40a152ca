const SPLITTER = 2 ** 27 + 1;

/** A sum of products and what its roundings lost. */
export class DoubledSum {
  sum = 0;
  lost = 0;

  /** x·y and the addition without error: x·y = p + e and sum + p = s + f exactly. */
  addProduct(x: number, y: number): void {
    const p = x * y;
    const bigX = SPLITTER * x;
    const bigY = SPLITTER * y;
    const highX = bigX - (bigX - x);
    const highY = bigY - (bigY - y);
    const lowX = x - highX;
    const lowY = y - highY;
    const s = this.sum + p;
    const z = s - this.sum;
    this.lost += lowX * lowY - (p - highX * highY - lowX * highY - highX * lowY) + (this.sum - (s - z) + (p - z));
    this.sum = s;
  }
}
