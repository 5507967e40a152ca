// Frames, first paint, shifts of the layout, requests: in Chromium, which tells them.
import { check } from "./checks.mjs";
import { answered } from "./pages.mjs";

const FRAMES = 55;
const PAINT = 1000;

export async function testSpeed(browser, url) {
  const { page } = browser;
  const foreign = [];
  page.on("request", (request) => {
    if (!/^(data|blob|about):/.test(request.url()) && new URL(request.url()).origin !== new URL(url).origin) foreign.push(request.url());
  });
  await browser.resize(1440, 1000);
  // the first page of a browser pays for its start
  await page.goto(`${url}/404.html`, { waitUntil: "load" });
  for (const name of ["index", "lab", "guide"]) {
    await page.goto("about:blank");
    await page.goto(`${url}/${name}.html`, { waitUntil: "load" });
    if (name !== "guide") await answered(browser, 1);
    const { paint, shift } = await browser.run(
      `const shift = await new Promise((done) => { let sum = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value; }).observe({ type: "layout-shift", buffered: true }); setTimeout(() => done(sum), 400); });
      return { paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity, shift };`,
    );
    console.log(`  ${name}: first paint after ${paint.toFixed(0)} ms, layout shift ${shift.toFixed(4)}`);
    check(`first paint of ${name} within ${PAINT} ms`, paint < PAINT);
    check(`nothing moves on ${name}`, shift < 0.02 || shift);
  }
  const frames = await draggedFrames(browser, url);
  console.log(
    `  dragging one of 300 points: ${frames.rate.toFixed(1)} frames a second, ${frames.fits} fits a second, the slowest frame ${frames.slowest.toFixed(0)} ms`,
  );
  check(`at least ${FRAMES} frames a second at n = 300`, frames.rate >= FRAMES || frames.rate);
  check("the fit follows the pointer meanwhile", frames.fits >= 5 || frames.fits);
  await page.setOfflineMode(true);
  const count = await browser.run(
    `const before = document.documentElement.dataset.answers; document.querySelector('[data-preset="vectors"]').click(); await new Promise((r) => setTimeout(r, 1500)); return document.documentElement.dataset.answers !== before;`,
  );
  check("the lab goes on without a network", count);
  await page.setOfflineMode(false);
  check("no request to another origin", foreign, []);
}

/** Two seconds of real pointer moves on a point; frames counted by the page itself. */
async function draggedFrames(browser, url) {
  const { page } = browser;
  await page.goto("about:blank");
  await page.goto(`${url}/lab.html#many`, { waitUntil: "load" });
  await answered(browser, 1);
  const { x, y } = await browser.run(
    `const box = document.querySelectorAll('[data-view="fit"] .dots circle')[150].getBoundingClientRect();
    globalThis.frames_ = []; globalThis.fits_ = 0;
    new MutationObserver(() => globalThis.fits_++).observe(document.querySelector('[data-view="fit"] path.curve'), { attributes: true, attributeFilter: ["d"] });
    const tick = (now) => { globalThis.frames_.push(now); requestAnimationFrame(tick); };
    requestAnimationFrame(tick);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };`,
  );
  await page.mouse.move(x, y);
  await page.mouse.down();
  await browser.run("globalThis.frames_ = []; globalThis.fits_ = 0; globalThis.start_ = performance.now();");
  const until = Date.now() + 2500;
  for (let i = 0; Date.now() < until; i++) {
    await page.mouse.move(x + 6 * Math.sin(i / 7), y + 60 * Math.sin(i / 11));
    await new Promise((resolve) => setTimeout(resolve, 8));
  }
  const found = await browser.run(
    `const times = globalThis.frames_; const seconds = (times.at(-1) - times[0]) / 1000;
    return { rate: (times.length - 1) / seconds, slowest: Math.max(...times.slice(1).map((t, i) => t - times[i])), fits: Math.round(globalThis.fits_ / seconds) };`,
  );
  await page.mouse.up();
  await answered(browser, 2);
  return found;
}
