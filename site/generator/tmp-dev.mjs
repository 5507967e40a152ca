import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import { labBody } from "./lab.mjs";
import { pageOf } from "./layout.mjs";
import { OUT, SITE } from "./paths.mjs";

await mkdir(join(OUT, "assets"), { recursive: true });
await writeFile(join(OUT, "lab.html"), pageOf({ path: "lab.html", ...labBody(), kind: "lab", scripts: ["lab.js"], styles: ["lab.css"] }));
for (const style of ["site", "home", "lab"]) await cp(join(SITE, `src/style/${style}.css`), join(OUT, `assets/${style}.css`));
await cp(join(SITE, "src/style/icon.svg"), join(OUT, "assets/icon.svg"));
await cp(
  join(SITE, "node_modules/@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2"),
  join(OUT, "assets/newsreader.woff2"),
);
await bundle();
