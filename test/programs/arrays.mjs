// Files of toNpy, read by numpy.load: the type, the order, the shape and every number.
import { matrix } from "../../dist/index.js";
import { toNpy } from "../../dist/interchange.js";
import { check } from "../engines/checks.mjs";
import { askPython } from "./ask-python.mjs";

const X = matrix([1, -2, 3, 4, 5, -6], 2, 3);

export function checkArrays() {
  const cases = ["<f8", ">f8", "<f4", ">f4", "<i4", ">i4", "<i8", ">i8"].flatMap((dtype) => [
    { dtype, order: "C", values: X, shape: [2, 3] },
    { dtype, order: "F", values: X, shape: [2, 3] },
    { dtype, order: "C", values: X.data, shape: [6] },
  ]);
  const files = cases.map(({ values, dtype, order }) => Buffer.from(toNpy(values, { dtype, order })).toString("base64"));
  askPython("arrays.py", files).forEach((answer, at) => {
    const { dtype, order, shape } = cases[at];
    const wanted = { descr: dtype, fortran: order === "F", shape, numbers: Array.from(X.data) };
    check(`numpy.load, ${dtype} of ${shape.length} dimensions in the order ${order}`, JSON.stringify(answer), JSON.stringify(wanted));
  });
}
