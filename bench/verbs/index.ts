import type { Contest } from "../contest.ts";
import { cholesky } from "./cholesky.ts";
import { eigh } from "./eigh.ts";
import { exact } from "./exact.ts";
import { fit } from "./fit.ts";
import { gaussian } from "./gaussian.ts";
import { gemm } from "./gemm.ts";
import { gram } from "./gram.ts";
import { landmarks } from "./landmarks.ts";
import { large } from "./large.ts";
import { ldl } from "./ldl.ts";
import { lu } from "./lu.ts";
import { path } from "./path.ts";
import { predict } from "./predict.ts";
import { product } from "./product.ts";
import { qr } from "./qr.ts";
import { small } from "./small.ts";
import { start } from "./start.ts";
import { svm } from "./svm.ts";
import { threads } from "./threads.ts";
import { trick } from "./trick.ts";

/** Contests are generated one at a time, so that the data of one are gone before the next begins. */
export const verbs: Readonly<Record<string, () => Iterable<Contest<Float64Array>> | AsyncIterable<Contest<Float64Array>>>> = {
  threads,
  gemm,
  cholesky,
  lu,
  ldl,
  qr,
  eigh,
  gram,
  fit,
  predict,
  gaussian,
  path,
  small,
  start,
  svm,
  landmarks,
  trick,
  large,
  product,
  exact,
};

/** Measured where they are named only: the first takes a quarter of an hour, the others up to some minutes. */
export const APART: readonly string[] = ["large", "landmarks", "product", "exact"];
