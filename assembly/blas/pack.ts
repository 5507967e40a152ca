import { Address } from "../address";
import { MR } from "../config";

/**
 * Packs alpha·A, m × k, into ⌈m/4⌉ panels of 4 rows: element (i, k) of a panel at 4k + i, panels 4k apart. Rows beyond m are 0.
 *
 * The format of both operands of the micro-kernel; of B it is the transpose that is packed.
 */
export function pack(m: i32, k: i32, a: usize, rs: i32, cs: i32, alpha: f64, panels: usize): void {
  for (let i = 0; i < m; i += MR) {
    const rows = min(MR, m - i);
    const source = Address.of(a, rs, cs, i, 0);
    if (rows === MR) packFull(k, source, rs, cs, alpha, panels);
    else packEdge(rows, k, source, rs, cs, alpha, panels);
    panels = Address.at(panels, MR * k);
  }
}

function packFull(k: i32, a: usize, rs: i32, cs: i32, alpha: f64, panel: usize): void {
  let a1 = Address.at(a, rs);
  let a2 = Address.at(a1, rs);
  let a3 = Address.at(a2, rs);
  const step = Address.at(0, cs);
  for (const end = Address.at(panel, MR * k); panel < end; panel += 32) {
    store<f64>(panel, alpha * load<f64>(a));
    store<f64>(panel, alpha * load<f64>(a1), 8);
    store<f64>(panel, alpha * load<f64>(a2), 16);
    store<f64>(panel, alpha * load<f64>(a3), 24);
    a += step;
    a1 += step;
    a2 += step;
    a3 += step;
  }
}

function packEdge(rows: i32, k: i32, a: usize, rs: i32, cs: i32, alpha: f64, panel: usize): void {
  for (let p = 0; p < k; p++) {
    for (let i = 0; i < MR; i++) {
      store<f64>(Address.at(panel, MR * p + i), i < rows ? alpha * Address.get(a, rs, cs, i, p) : 0);
    }
  }
}
