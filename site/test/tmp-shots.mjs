// node shots.mjs OUTDIR list of hash/pages
import { startServer } from "/tmp/wt/site/site/generator/server.mjs";
import { BROWSERS } from "/tmp/wt/site/site/test/browsers.mjs";

const [dir, ...pages] = process.argv.slice(2);
const server = await startServer({});
const chrome = BROWSERS[0];
const browser = await chrome.open(chrome.executable);
try {
  for (const spec of pages) {
    const [name, w = "1440", scheme = "light", full = "full"] = spec.split(",");
    await browser.resize(Number(w), 900);
    await browser.go("about:blank");
    await browser.go(`${server.url}/${name}`);
    await browser.run(
      "document.documentElement.dataset.theme = args[0]; const r=document.documentElement; if (document.querySelector('#lab,#live')) for (let i=0;i<200&&!r.dataset.answers;i++) await new Promise((q)=>setTimeout(q,50)); await new Promise((q)=>setTimeout(q,400));",
      scheme,
    );
    await browser.picture(`${dir}/${name.replace(/[^a-z0-9]+/gi, "-")}-${w}-${scheme}.png`, full === "full");
  }
} finally {
  console.log(browser.troubles);
  await browser.close();
  server.close();
}
