// How each browser engine is started, sent to a page, asked for what the page found, and ended.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import puppeteer from "puppeteer-core";
import { DEBIAN } from "../../scripts/debian.mjs";

/** An engine: Debian's packages, what says that they are there, and a way to open it. */
export const BROWSERS = [
  {
    name: "Chromium",
    packages: DEBIAN.Chromium,
    executable: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    open: (executablePath) =>
      openByPuppeteer({ browser: "chrome", executablePath, args: ["--no-sandbox", "--disable-quic", "--disable-background-networking"] }),
  },
  {
    name: "Firefox",
    packages: DEBIAN.Firefox,
    executable: process.env.FIREFOX_PATH ?? "/usr/bin/firefox-esr",
    open: (executablePath) => openByPuppeteer({ browser: "firefox", executablePath }),
  },
  {
    name: "WebKit",
    packages: DEBIAN.WebKit,
    executable: process.env.WEBKIT_DRIVER_PATH ?? "/usr/bin/WebKitWebDriver",
    open: openWebKit,
  },
];

async function openByPuppeteer(options) {
  // a page may take minutes to find its answer
  const browser = await puppeteer.launch({ ...options, protocolTimeout: 1_200_000 });
  return {
    version: await browser.version(),
    async outcomeAt(url) {
      const page = await browser.newPage();
      page.on("pageerror", (error) => console.error(`${url}: ${error.message}`));
      await page.goto(url);
      const text = await page.evaluate(() => globalThis.outcome);
      await page.close();
      return text;
    },
    /** What an element says once it says more than "…". */
    async textAt(url, selector) {
      const page = await browser.newPage();
      page.on("pageerror", (error) => console.error(`${url}: ${error.message}`));
      await page.goto(url);
      await page.waitForFunction((chosen) => document.querySelector(chosen).textContent !== "…", {}, selector);
      const text = await page.evaluate((chosen) => document.querySelector(chosen).textContent, selector);
      await page.close();
      return text;
    },
    close: () => browser.close(),
  };
}

/** Runs in WebKit: what the page at a URL found. A page is said to be there before it has replaced the last one and run its modules. */
const ANSWER = `
  const [url, answer] = arguments;
  const listen = () => {
    if (location.href !== url || !globalThis.outcome) return setTimeout(listen, 20);
    globalThis.outcome.then(answer, (error) => answer(JSON.stringify({ error: String(error) })));
  };
  listen();
`;

/** WebDriver, over HTTP, to WebKitGTK's small browser on a screen of its own. */
async function openWebKit(driver) {
  const processes = [];
  const start = (command, args, env = {}) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "ignore"] });
    processes.push(child);
    return child;
  };
  const end = () => Promise.all(processes.reverse().map(endProcess));
  try {
    // Xvfb writes the number of the screen that it took
    const screen = start("Xvfb", ["-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp"]);
    const display = await new Promise((resolve, reject) => {
      screen.stdout.once("data", (text) => resolve(String(text).trim()));
      screen.once("error", reject);
      screen.once("exit", (code) => reject(new Error(`Xvfb ended with code ${code}`)));
    });
    const port = await freePort();
    start(driver, [`--port=${port}`], {
      DISPLAY: `:${display}`,
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
      WEBKIT_DISABLE_COMPOSITING_MODE: "1",
    });
    const command = async (method, path, body) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
      const { value } = await response.json();
      if (!response.ok) throw new Error(`${path}: ${value.message}`);
      return value;
    };
    await until(() => command("GET", "/status"));
    const binary = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
    const alwaysMatch = { "webkitgtk:browserOptions": { binary, args: ["--automation"] } };
    const { sessionId, capabilities } = await command("POST", "/session", { capabilities: { alwaysMatch } });
    const session = `/session/${sessionId}`;
    await command("POST", `${session}/timeouts`, { script: 1_200_000, pageLoad: 300_000 });
    return {
      version: `WebKit ${capabilities.browserVersion ?? ""}`.trim(),
      async outcomeAt(url) {
        await command("POST", `${session}/url`, { url });
        const listen = () => command("POST", `${session}/execute/async`, { script: ANSWER, args: [url] });
        // the first time it may still be the last page that listens, and goes
        return listen().catch(listen);
      },
      async close() {
        await command("DELETE", session).catch(() => {});
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function until(attempt) {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function endProcess(child) {
  if (child.exitCode !== null || child.signalCode !== null) return undefined;
  return new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill();
  });
}

function freePort() {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
