// The search of every page: opened by a button or a key, it finds sections and functions, and leads there.
import { check } from "./checks.mjs";
import { violations } from "./pages.mjs";

export async function testSearch(engine, browser, url) {
  await browser.resize(1440, 900);
  await browser.go(`${url}/guide.html`);
  await browser.run("document.body.focus();");
  await browser.press("/");
  check(`${engine}: / opens the search`, await isOpen(browser));
  check(`${engine}: axe on the search`, await violations(browser), []);
  for (const letter of "kriging") await browser.press(letter);
  const found = await entries(browser);
  check(`${engine}: a word finds its page first`, /kriging\.html/.test(found[0] ?? "") || found);
  await browser.press("Enter");
  await arrived(browser, "/kriging.html");
  check(`${engine}: Enter goes to the first`, (await address(browser)).endsWith("/kriging.html") || (await address(browser)));

  // a page of a folder finds the same, by addresses of its own
  await browser.go(`${url}/reference/index.html`);
  await browser.run('document.querySelector("button.search-open").click();');
  check(`${engine}: a button opens the search`, await isOpen(browser));
  await look(browser, "predictInterval");
  const [first] = await entries(browser);
  check(`${engine}: a function has its page`, /reference\/.*predictInterval\.html$/.test(first ?? "") || first);
  check(`${engine}: which is there`, await browser.run("return (await fetch(args[0])).status;", first), 200);
  await look(browser, "crossvalidte");
  check(
    `${engine}: a slip of the pen is forgiven`,
    (await entries(browser)).some((to) => /crossValidate|choosing-parameters/.test(to)),
  );
  await look(browser, "xqzzqx");
  check(
    `${engine}: nothing is said to be nothing`,
    await browser.run('return document.querySelector("dialog.search ol").textContent;'),
    "Nothing found.",
  );
  await browser.press("Escape");
  check(`${engine}: Escape closes it`, await isOpen(browser), false);
}

function isOpen(browser) {
  return browser.run('return document.querySelector("dialog.search").open;');
}

/** The words as if they were typed at once. */
function look(browser, words) {
  return browser.run(
    'const input = document.querySelector("dialog.search input"); input.value = args[0]; input.dispatchEvent(new Event("input", { bubbles: true }));',
    words,
  );
}

/** Where the entries lead, as soon as they rest. */
function entries(browser) {
  return browser.run(
    `let last = "";
    for (let tries = 0; tries < 60; tries++) {
      await new Promise((r) => setTimeout(r, 100));
      const now = document.querySelector("dialog.search ol").innerHTML;
      if (now !== "" && now === last) break;
      last = now;
    }
    return [...document.querySelectorAll("dialog.search ol a")].map((one) => one.href);`,
  );
}

async function arrived(browser, ending) {
  for (let tries = 0; tries < 100 && !(await address(browser)).endsWith(ending); tries++) await new Promise((r) => setTimeout(r, 50));
}

/** The address; none while one page leaves and the next comes. */
async function address(browser) {
  try {
    return await browser.run("return location.pathname;");
  } catch {
    return "";
  }
}
