// The built site: its files, then each engine. `node test/run.mjs [--only Firefox] [--part lab] [--no-pictures]`; pictures go to pictures/.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { installFromDebian } from "../../scripts/debian.mjs";
import { OUT } from "../generator/paths.mjs";
import { startServer } from "../generator/server.mjs";
import { BROWSERS } from "./browsers.mjs";
import { check, finish, part } from "./checks.mjs";
import { checkFiles } from "./files.mjs";
import { testLab } from "./lab.mjs";
import { testNarrow, testPages } from "./pages.mjs";
import { testSearch } from "./search.mjs";
import { testSpeed } from "./speed.mjs";

if (!existsSync(join(OUT, "lab.html"))) throw new Error("there is no site: npm run site first");
const [only, chosen] = ["--only", "--part"].map((name) =>
  process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : null,
);
const engines = BROWSERS.filter(({ name }) => chosen !== "files" && (only === null || name === only));
const wanted = (name) => chosen === null || name === chosen;
installFromDebian(engines.filter(({ executable }) => !existsSync(executable)).flatMap(({ packages }) => packages));

// the files are the same for every engine
if (chosen === "files" || (only === null && wanted("files"))) await part("files", checkFiles);
// below a folder, so that no address may begin at the root
const server = await startServer({ folder: "/some/where" });
try {
  for (const { name, executable, open } of engines) {
    const browser = await open(executable);
    console.log(`${name}: ${browser.version}`);
    if (process.argv.includes("--no-pictures")) browser.picture = () => {};
    try {
      if (wanted("pages")) await part("pages", () => testPages(name, browser, server.url));
      // the text of a page is laid out alike in all three: one is enough for all 590
      if (name === "Chromium" && wanted("narrow")) await part("narrow", () => testNarrow(name, browser, server.url));
      if (wanted("search")) await part("search", () => testSearch(name, browser, server.url));
      if (wanted("lab")) await part("lab", () => testLab(name, browser, server.url));
      if (name === "Chromium" && wanted("speed")) await part("speed", () => testSpeed(browser, server.url));
      check(`${name}: errors of scripts`, browser.troubles, []);
    } finally {
      await browser.close();
    }
  }
} finally {
  server.close();
}
finish();
