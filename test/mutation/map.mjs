import { resolve } from "node:path";
import { readReach } from "./reach.mjs";
import { copyTree } from "./tree.mjs";

const root = resolve(import.meta.dirname, "../..");
const tree = copyTree(root);
console.log(tree);
const t0 = Date.now();
const r = await readReach(root, tree, 20, (l) => console.log(((Date.now() - t0) / 1000).toFixed(0), l));
console.log(r.unusable, r.usable.length);
