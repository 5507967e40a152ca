// The three engines behind one small set of verbs: go, run, resize, drag, press, picture.
import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname } from "node:path";
import puppeteer from "puppeteer-core";
import { DEBIAN } from "../../scripts/debian.mjs";

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
  const browser = await puppeteer.launch({ ...options, protocolTimeout: 120_000 });
  const page = await browser.newPage();
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  return {
    version: await browser.version(),
    page,
    troubles,
    go: (url) => page.goto(url, { waitUntil: "load" }),
    run: (body, ...args) => page.evaluate(new Function("...args", `return (async () => { ${body} })();`), ...args),
    resize: (width, height) => page.setViewport({ width, height }),
    async drag([x, y], [toX, toY]) {
      await page.mouse.move(x, y);
      await page.mouse.down();
      for (let i = 1; i <= 5; i++) await page.mouse.move(x + ((toX - x) * i) / 5, y + ((toY - y) * i) / 5);
      await page.mouse.up();
    },
    press: (key) => page.keyboard.press(key),
    async picture(path, whole = false) {
      await mkdir(dirname(path), { recursive: true });
      await page.screenshot({ path, fullPage: whole });
    },
    close: () => browser.close(),
  };
}

/** Keys by the names that both drivers know, as WebDriver has them. */
const KEYS = {
  Enter: "\uE007",
  Escape: "\uE00C",
  ArrowLeft: "\uE012",
  ArrowUp: "\uE013",
  ArrowRight: "\uE014",
  ArrowDown: "\uE015",
  Delete: "\uE017",
};

/**
 * Draws a pixel anew, all but transparent, until `rest_` is called.
 *
 * WebKitGTK takes a picture after the next time that it draws: of a page at rest it would wait for ever.
 */
const RESTLESS = `
  const pixel = document.body.appendChild(document.createElement("div"));
  pixel.style.cssText = "position: fixed; right: 0; bottom: 0; width: 1px; height: 1px; pointer-events: none";
  let odd = false;
  const timer = setInterval(() => { pixel.style.background = (odd = !odd) ? "rgb(0 0 0 / 0.004)" : "none"; }, 50);
  globalThis.rest_ = () => { clearInterval(timer); pixel.remove(); };`;

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
    const screen = start("Xvfb", ["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]);
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
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) }).catch(
        ({ cause }) => {
          throw new Error(`${path}: ${cause?.message}`);
        },
      );
      const { value } = await response.json();
      if (!response.ok) throw new Error(`${path}: ${value.message}`);
      return value;
    };
    await until(() => command("GET", "/status"));
    const binary = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
    const alwaysMatch = { "webkitgtk:browserOptions": { binary, args: ["--automation"] } };
    const { sessionId, capabilities } = await command("POST", "/session", { capabilities: { alwaysMatch } });
    const session = `/session/${sessionId}`;
    await command("POST", `${session}/timeouts`, { script: 120_000, pageLoad: 120_000 });
    const run = async (body, ...args) => {
      const script = `const answer = arguments[arguments.length - 1]; const args = Array.from(arguments).slice(0, -1); (async () => { ${body} })().then((value) => answer([value === undefined ? null : value]), (error) => answer([null, String(error)]));`;
      const [value, error] = await command("POST", `${session}/execute/async`, { script, args });
      if (error) throw new Error(error);
      return value;
    };
    const act = (actions) => command("POST", `${session}/actions`, { actions });
    return {
      version: `WebKit ${capabilities.browserVersion ?? ""}`.trim(),
      page: null,
      troubles: [],
      run,
      async go(url) {
        await command("POST", `${session}/url`, { url });
        // a page is said to be there before its modules have run
        await until(() => run("if (document.readyState !== 'complete') throw new Error('loading');"));
      },
      async resize(width, height) {
        await command("POST", `${session}/window/rect`, { x: 0, y: 0, width, height });
        const [dw, dh] = await run("return [outerWidth - innerWidth, outerHeight - innerHeight];");
        await command("POST", `${session}/window/rect`, { x: 0, y: 0, width: width + dw, height: height + dh });
      },
      drag: ([x, y], [toX, toY]) => {
        const move = (a, b) => ({ type: "pointerMove", duration: 20, x: Math.round(a), y: Math.round(b), origin: "viewport" });
        const way = [1, 2, 3, 4, 5].map((i) => move(x + ((toX - x) * i) / 5, y + ((toY - y) * i) / 5));
        const actions = [move(x, y), { type: "pointerDown", button: 0 }, ...way, { type: "pointerUp", button: 0 }];
        return act([{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }]);
      },
      press: (key) => {
        const value = KEYS[key] ?? key;
        return act([
          {
            type: "key",
            id: "keys",
            actions: [
              { type: "keyDown", value },
              { type: "keyUp", value },
            ],
          },
        ]);
      },
      async picture(path) {
        await mkdir(dirname(path), { recursive: true });
        await run(RESTLESS);
        await writeFile(path, Buffer.from(await command("GET", `${session}/screenshot`), "base64"));
        await run("globalThis.rest_();");
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
      if (tries === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
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
