// Everything that the lab can do, as a person would do it: presets, views, dragging, keyboard, sliders, a table, files, a link.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fromJSON, predict } from "../../dist/index.js";
import { ROOT, SITE } from "../generator/paths.mjs";
import { check } from "./checks.mjs";
import { answered } from "./pages.mjs";

const VIEWS = ["fit", "gram", "spectrum", "alpha", "residuals", "draws", "diagnosis", "report"];
/** Presets that the kernel of is none: there is nothing to draw from. */
const NO_DRAWS = ["kernel"];

export async function testLab(engine, browser, url) {
  const page = `${url}/lab.html`;
  await browser.resize(1440, 1000);
  await fresh(browser, page);
  const presets = await browser.run("return [...document.querySelectorAll('[data-preset]')].map((one) => one.dataset.preset);");
  check(`${engine}: presets`, presets.length >= 13);
  for (const preset of presets) await testPreset(engine, browser, page, preset);
  await testDrag(engine, browser, page);
  await testKeyboard(engine, browser, page);
  await testSlider(engine, browser, page);
  await testLinkedHover(engine, browser, page);
  await testMethods(engine, browser, page);
  await testTable(engine, browser, page);
  await testLink(engine, browser, page);
  await testOut(engine, browser, page);
  await testPlane(engine, browser, page);
  await testStop(engine, browser, page);
}

/** The lab at a preset or a link, once all views are there. */
async function fresh(browser, page, hash = "#start") {
  await load(browser, page, hash);
  await answered(browser, 1);
}

let loads = 0;

/** An address that differs by its # alone would not load anew. */
function load(browser, page, hash) {
  return browser.go(`${page}?${++loads}${hash}`);
}

async function testPreset(engine, browser, page, preset) {
  await fresh(browser, page, `#${preset}`);
  const found = await browser.run(
    `return {
      failure: document.querySelector(".status .warning")?.textContent ?? "",
      views: args[0].filter((name) => document.querySelector('[data-view="' + name + '"]')),
      curve: document.querySelector('[data-view="fit"] path.curve')?.getAttribute("d")?.length > 100 || document.querySelector('[data-view="fit"] image') !== null,
      words: document.querySelector(".diagnosis").textContent.length,
      witness: document.querySelector('[data-view="witness"]') !== null,
      rival: document.querySelector("path.rival") !== null,
      twin: document.querySelector(".twin")?.textContent ?? "",
    };`,
    VIEWS,
  );
  const what = `${engine}: preset ${preset}`;
  check(`${what}: failure`, found.failure, "");
  check(
    `${what}: views`,
    found.views,
    VIEWS.filter((name) => name !== "draws" || !NO_DRAWS.includes(preset)),
  );
  check(`${what}: a function is drawn`, found.curve);
  check(`${what}: a diagnosis in words`, found.words > 60);
  if (preset === "kernel") check(`${what}: the witness is drawn`, found.witness);
  if (preset === "early-stopping") check(`${what}: the ridge is drawn`, found.rival);
  if (preset === "features" || preset === "descent")
    check(`${what}: the other side agrees`, /at most \S+e-1[0-9] apart/.test(found.twin) || found.twin);
  await browser.picture(join(SITE, `pictures/${engine}/preset-${preset}.png`), true);
}

/** Where the point of a number is on the screen, and the path of the curve. */
function look(browser, index) {
  return browser.run(
    `const svg = document.querySelector('svg[data-view="fit"]');
    svg.scrollIntoView({ block: "center" });
    const box = svg.querySelectorAll(".dots circle")[args[0]].getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, curve: svg.querySelector("path.curve")?.getAttribute("d"), count: svg.querySelectorAll(".dots circle").length, answers: Number(document.documentElement.dataset.answers), hash: location.hash };`,
    index,
  );
}

async function testDrag(engine, browser, page) {
  await fresh(browser, page);
  const before = await look(browser, 10);
  await browser.drag([before.x, before.y], [before.x + 4, before.y - 60]);
  await answered(browser, before.answers + 1);
  const after = await look(browser, 10);
  check(`${engine}: a dragged point follows`, Math.abs(after.y - before.y + 60) < 4 || after.y - before.y);
  check(`${engine}: the curve follows`, after.curve !== before.curve);
  // the link waits until the point rests
  const hash = await browser.run(
    "for (let tries = 0; tries < 100 && location.hash === args[0]; tries++) await new Promise((r) => setTimeout(r, 30)); return location.hash;",
    before.hash,
  );
  check(`${engine}: the link follows`, hash !== before.hash);
}

async function testKeyboard(engine, browser, page) {
  await fresh(browser, page);
  await browser.run(`document.querySelector('svg[data-view="fit"]').focus();`);
  const before = await look(browser, 0);
  await browser.press("n");
  await browser.press("ArrowUp");
  await browser.press("ArrowUp");
  await answered(browser, before.answers + 1);
  const moved = await look(browser, 0);
  check(`${engine}: an arrow moves the chosen point`, moved.y < before.y - 3 || moved.y - before.y);
  await browser.press("a");
  await answered(browser, moved.answers + 1);
  const more = await look(browser, 0);
  check(`${engine}: A adds`, more.count, before.count + 1);
  await browser.press("Delete");
  await answered(browser, more.answers + 1);
  check(`${engine}: Delete deletes`, (await look(browser, 0)).count, before.count);
  const said = await browser.run(`return document.querySelector('.lab > [aria-live]').textContent;`);
  check(`${engine}: it is said`, /deleted/.test(said) || said);
}

async function testSlider(engine, browser, page) {
  await fresh(browser, page);
  const before = await look(browser, 0);
  const label = await browser.run(
    `const input = document.querySelector('section[aria-labelledby="model-title"] input[type=range]'); input.focus(); return input.labels[0].textContent;`,
  );
  check(`${engine}: the slider has a name`, /^λ/.test(label) || label);
  await browser.press("ArrowRight");
  await browser.press("ArrowRight");
  await answered(browser, before.answers + 1);
  check(`${engine}: λ by keyboard changes the curve`, (await look(browser, 0)).curve !== before.curve);
}

async function testLinkedHover(engine, browser, page) {
  await fresh(browser, page);
  const lit = await browser.run(
    `const gram = document.querySelector('[data-view="gram"]');
    gram.focus();
    for (const key of ["ArrowRight", "ArrowRight"]) gram.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    await new Promise((r) => setTimeout(r, 120));
    return { points: document.querySelectorAll('[data-view="fit"] .dot.lit').length, stems: document.querySelectorAll('[data-view="alpha"] .stem.lit').length, readout: document.querySelector(".readout").textContent };`,
  );
  check(`${engine}: a cell lights its two points`, lit.points, 2);
  check(`${engine}: and their weights`, lit.stems, 2);
  check(`${engine}: and says its value`, /^k\(x₁, x/.test(lit.readout) || lit.readout);
}

async function testMethods(engine, browser, page) {
  await fresh(browser, page);
  for (let at = 0; at < 5; at++) {
    const found = await browser.run(
      `const root = document.documentElement;
      const before = Number(root.dataset.answers);
      const radio = document.querySelectorAll('input[name="method"]')[args[0]];
      if (radio.checked) return { name: radio.parentElement.textContent, failure: "", curve: true };
      radio.click();
      for (let i = 0; i < 400 && Number(root.dataset.answers) === before; i++) await new Promise((r) => setTimeout(r, 25));
      await new Promise((r) => setTimeout(r, 80));
      return { name: radio.parentElement.textContent, failure: document.querySelector(".status .warning")?.textContent ?? "", curve: document.querySelector('[data-view="fit"] path.curve') !== null };`,
      at,
    );
    check(`${engine}: ${found.name}`, [found.failure, found.curve], ["", true]);
  }
}

async function testTable(engine, browser, page) {
  await fresh(browser, page);
  const found = await browser.run(
    `const root = document.documentElement;
    const own = document.querySelector("details.own");
    own.open = true;
    const area = own.querySelector("textarea");
    area.value = "when,height,name\\n" + Array.from({ length: 17 }, (_, i) => i + "," + Math.sin(i / 2).toFixed(3) + ",a").join("\\n");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((r) => setTimeout(r, 50));
    const press = (words) => [...own.querySelectorAll("button")].find((one) => one.textContent.startsWith(words)).click();
    press("Read");
    await new Promise((r) => setTimeout(r, 80));
    const before = Number(root.dataset.answers);
    press("Use");
    for (let i = 0; i < 400 && Number(root.dataset.answers) === before; i++) await new Promise((r) => setTimeout(r, 25));
    return { count: document.querySelectorAll('[data-view="fit"] .dots circle').length, names: [...own.querySelectorAll("option")].map((one) => one.textContent).includes("height") };`,
  );
  check(`${engine}: a pasted table is used`, found, { count: 17, names: true });
}

async function testLink(engine, browser, page) {
  await fresh(browser, page, "#co2");
  await browser.run(`document.querySelector('section[aria-labelledby="model-title"] input[type=range]').focus();`);
  const first = await look(browser, 0);
  await browser.press("ArrowLeft");
  await answered(browser, first.answers + 1);
  const before = await look(browser, 5);
  await fresh(browser, page, before.hash);
  const after = await look(browser, 5);
  check(`${engine}: a link restores the state`, after.hash === before.hash);
  check(`${engine}: and the fit, to the last digit drawn`, after.curve === before.curve);
  await load(browser, page, "#eyJub3QiOiJhIHN0YXRlIn0");
  await answered(browser, 1);
  check(`${engine}: a link that is none gives the first preset`, (await look(browser, 0)).count, 28);
}

/** Two features: maps of draws before and after the points, a map of the band, and a cut that follows the point under the pointer. */
async function testPlane(engine, browser, page) {
  await fresh(browser, page, "#rain");
  const found = await browser.run(
    `const maps = () => [...document.querySelectorAll(".maps svg image")].map((one) => one.getAttribute("href"));
    const press = async (words) => { [...document.querySelectorAll(".tabs button")].find((one) => one.textContent.startsWith(words)).click(); await new Promise((r) => setTimeout(r, 150)); };
    const after = maps();
    const dots = document.querySelectorAll(".maps svg .dots circle").length;
    await press("Before");
    const before = maps();
    await press("After");
    const cut = () => document.querySelector('[data-view="cut"] path.curve').getAttribute("d");
    const middle = cut();
    const svg = document.querySelector('svg[data-view="fit"]');
    svg.scrollIntoView({ block: "center" });
    const box = [...svg.querySelectorAll(".dots circle")].map((one) => one.getBoundingClientRect()).reduce((high, one) => (one.top < high.top ? one : high));
    svg.dispatchEvent(new PointerEvent("pointermove", { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, bubbles: true }));
    await new Promise((r) => setTimeout(r, 150));
    const widths = document.querySelector('[data-view="band"] image').getAttribute("href").length;
    return [new Set(after).size, new Set(before).size, after.every((one, i) => one !== before[i]), dots, widths > 1000, cut() !== middle, document.querySelector('[data-view="cut"] path.band').getAttribute("d").length > 500];`,
  );
  // maps after, maps before, all of them other than those; points in four maps; the width, the cut that moved, its band
  check(`${engine}: draws, band and cut of two features`, found, [4, 4, true, 640, true, true, true]);
  const ridge = await browser.run(
    `const root = document.documentElement;
    const wait = async (before) => { for (let i = 0; i < 800 && Number(root.dataset.answers) === before; i++) await new Promise((r) => setTimeout(r, 25)); await new Promise((r) => setTimeout(r, 120)); };
    let before = Number(root.dataset.answers);
    document.querySelectorAll('input[name="method"]')[0].click();
    await wait(before);
    const without = document.querySelector('[data-view="band"]') !== null;
    before = Number(root.dataset.answers);
    [...document.querySelectorAll(".check")].find((one) => one.textContent.includes("band")).querySelector("input").click();
    await wait(before);
    return [without, document.querySelector('[data-view="band"]') !== null, document.querySelector(".status .warning")?.textContent ?? ""];`,
  );
  check(`${engine}: the jackknife+ band of two features`, ridge, [false, true, ""]);
  await browser.picture(join(SITE, `pictures/${engine}/plane.png`), true);
}

/** What takes long can be stopped, says so, and the lab goes on. */
async function testStop(engine, browser, page) {
  await fresh(browser, page);
  const found = await browser.run(
    `const root = document.documentElement;
    const first = document.querySelector('[data-view="fit"] path.curve').getAttribute("d");
    const own = document.querySelector("details.own");
    own.open = true;
    const area = own.querySelector("textarea");
    area.value = "x,y\\n" + Array.from({ length: 2500 }, (_, i) => i / 100 + "," + Math.sin(i / 40).toFixed(3)).join("\\n");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((r) => setTimeout(r, 50));
    const press = (words) => [...own.querySelectorAll("button")].find((one) => one.textContent.startsWith(words)).click();
    press("Read");
    await new Promise((r) => setTimeout(r, 80));
    press("Use");
    const stop = () => document.querySelector(".status button");
    for (let i = 0; i < 1200 && !stop(); i++) await new Promise((r) => setTimeout(r, 25));
    const bar = document.querySelector(".status progress") !== null;
    const curve = () => document.querySelector('[data-view="fit"] path.curve')?.getAttribute("d");
    const changed = async (before) => { for (let i = 0; i < 1600 && curve() === before; i++) await new Promise((r) => setTimeout(r, 25)); };
    await changed(first);
    await new Promise((r) => setTimeout(r, 900));
    // the views of 2,500 points take long: the next fit does not wait for them
    const second = curve();
    const slider = document.querySelector('section[aria-labelledby="model-title"] input[type=range]');
    slider.value = String(Number(slider.value) + 90);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await changed(second);
    const overtaken = [curve() !== second, document.querySelector(".readout").textContent.startsWith("28 × 28")];
    stop()?.click();
    await new Promise((r) => setTimeout(r, 60));
    const words = document.querySelector(".status").textContent;
    const before = Number(root.dataset.answers);
    document.querySelector('[data-preset="start"]').click();
    for (let i = 0; i < 400 && Number(root.dataset.answers) === before; i++) await new Promise((r) => setTimeout(r, 25));
    await new Promise((r) => setTimeout(r, 80));
    return { bar, overtaken, words, after: document.querySelector(".status").textContent, count: document.querySelectorAll('[data-view="fit"] .dots circle').length };`,
  );
  check(`${engine}: a long computation shows how far it is`, found.bar);
  check(`${engine}: a new fit does not wait for views of what has passed`, found.overtaken, [true, true]);
  check(`${engine}: Stop stops it, and says so`, /aborted.*Stopped/.test(found.words) || found.words);
  check(`${engine}: and the lab goes on`, [/Computed in your browser/.test(found.after) || found.after, found.count], [true, 28]);
}

async function testOut(engine, browser, page) {
  await fresh(browser, page, "#features");
  const taken = await browser.run(
    `const blobs = [];
    const real = URL.createObjectURL;
    URL.createObjectURL = (blob) => { blobs.push(blob); return "data:,"; };
    HTMLAnchorElement.prototype.click = () => {};
    const press = (words) => [...document.querySelectorAll(".out button")].find((one) => one.textContent.trim() === words).click();
    press("Model as JSON");
    press("SVG");
    press("PNG");
    for (let i = 0; i < 100 && blobs.length < 3; i++) await new Promise((r) => setTimeout(r, 50));
    URL.createObjectURL = real;
    return { code: document.querySelector('[data-view="code"]').textContent, json: await blobs[0].text(), svg: await blobs[1].text(), png: blobs[2] ? [blobs[2].type, blobs[2].size > 5000] : null };`,
  );
  const model = fromJSON(JSON.parse(taken.json));
  check(`${engine}: the JSON is a model`, Number.isFinite(predict(model, [[0.5, 0.5]])[0]));
  check(
    `${engine}: the SVG is a document of its own`,
    /^<svg[^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/.test(taken.svg) && !taken.svg.includes("var(--"),
  );
  check(`${engine}: the PNG is a picture`, taken.png, ["image/png", true]);
  const home = mkdtempSync(join(ROOT, "site/out/.code-"));
  try {
    const file = join(home, "code.mjs");
    writeFileSync(file, taken.code.replaceAll('"mercer"', JSON.stringify(join(ROOT, "dist/index.js"))));
    const printed = Number(execFileSync(process.execPath, [file], { encoding: "utf8" }));
    const own = predict(model, [[0.5, 0.5]])[0];
    check(`${engine}: the code makes the same model`, Math.abs(printed - own) < 1e-4 * Math.abs(own) || [printed, own]);
  } finally {
    rmSync(home, { recursive: true });
  }
}
