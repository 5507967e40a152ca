// Pages of every kind at three widths in both schemes: nothing sticks out, nothing is amiss for a screen reader, a picture of each.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { OUT, SITE } from "../generator/paths.mjs";
import { check } from "./checks.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const WIDTHS = [360, 768, 1440];
const SCHEMES = ["light", "dark"];
const PAGES = [
  "index",
  "lab",
  "recipes",
  "guide",
  "which-model",
  "glossary",
  "troubleshooting",
  "from-scikit-learn",
  "performance",
  "reference/index",
  "errors",
  "contents",
];

export async function testPages(engine, browser, url) {
  for (const name of PAGES) {
    for (const width of WIDTHS) {
      await browser.resize(width, 900);
      await browser.go(`${url}/${name}.html`);
      if (name === "index" || name === "lab") await answered(browser, 1);
      for (const scheme of SCHEMES) {
        await browser.run("document.documentElement.dataset.theme = args[0]; await new Promise((r) => setTimeout(r, 250));", scheme);
        const beyond = await browser.run("return document.scrollingElement.scrollWidth - document.documentElement.clientWidth;");
        check(`${engine}: ${name} at ${width} px, ${scheme}, sticks out by`, Math.max(0, beyond), 0);
        if (engine === "Chromium" || width === 1440)
          await browser.picture(
            join(SITE, `pictures/${engine}/${name.replace("/", "-")}-${width}-${scheme}.png`),
            name === "index" || name === "lab",
          );
        // a page of text has the same elements at every width and the colours of one scheme: two of six are enough
        const few = (width === 360 && scheme === "dark") || (width === 1440 && scheme === "light");
        if (engine === "Chromium" ? few || name === "lab" : few && (name === "index" || name === "lab"))
          check(`${engine}: axe on ${name} at ${width} px, ${scheme}`, await violations(browser), []);
      }
    }
  }
}

/** On a narrow screen nothing sticks out of any page, the reference and the programs among them. */
export async function testNarrow(engine, browser, url) {
  await browser.resize(WIDTHS[0], 900);
  const wide = [];
  for (const name of readdirSync(OUT, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"))) {
    await browser.go(`${url}/${name}`);
    const beyond = await browser.run("return document.scrollingElement.scrollWidth - document.documentElement.clientWidth;");
    if (beyond > 0) wide.push(`${name}: ${beyond} px`);
  }
  check(`${engine}: pages that stick out at ${WIDTHS[0]} px`, wide, []);
}

/** What axe finds, a line each. Its text is part of what the driver runs, since the page itself may evaluate nothing. */
export function violations(browser) {
  return browser.run(
    `if (!globalThis.axe) { ${AXE} }
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => id + ": " + node.html.slice(0, 120) + " " + (node.any[0]?.message ?? "").slice(0, 120)));`,
  );
}

/** Waits for as many answers of the worker as are wanted; returns how many came. */
export function answered(browser, count) {
  return browser.run(
    `const root = document.documentElement;
    for (let tries = 0; tries < 600 && Number(root.dataset.answers ?? 0) < args[0]; tries++) await new Promise((r) => setTimeout(r, 50));
    await new Promise((r) => setTimeout(r, 60));
    if (Number(root.dataset.answers ?? 0) < args[0]) throw new Error("no answer of the worker");
    return Number(root.dataset.answers);`,
    count,
  );
}
