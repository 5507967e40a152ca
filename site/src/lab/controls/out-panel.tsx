import { useState } from "preact/hooks";
import { codeOf } from "../model/code";
import { calm, said, views } from "../store";
import { savePicture } from "./picture";

/** What can be taken away: code, model, picture, link. */
export function OutPanel() {
  const now = calm.value?.state;
  const [done, setDone] = useState("");
  if (!now) return null;

  async function copy(text: string, what: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      tell(`${what} copied.`);
    } catch {
      tell("This browser does not let a page copy; select the text instead.");
    }
  }

  function tell(text: string): void {
    setDone(text);
    said.value = text;
  }

  const code = codeOf(now);
  return (
    <section class="panel out" aria-labelledby="out-title">
      <h2 id="out-title">Take it with you</h2>
      <div class="row">
        <button type="button" onClick={() => copy(code, "The code")}>
          Copy code
        </button>
        <button type="button" onClick={() => copy(location.href, "The link")}>
          Copy link
        </button>
        <button type="button" disabled={!views.value} onClick={() => save("model.json", views.value?.json ?? "", "application/json")}>
          Model as JSON
        </button>
        <button type="button" onClick={() => savePicture("svg")}>
          SVG
        </button>
        <button type="button" onClick={() => savePicture("png")}>
          PNG
        </button>
      </div>
      <p class="hint" aria-live="polite">
        {done || "The address bar holds the whole state at any time."}
      </p>
      <details>
        <summary>The code that makes this model</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
        <pre tabIndex={0}>
          <code data-view="code">{code}</code>
        </pre>
      </details>
    </section>
  );
}

/** A file of the browser's own. */
export function save(name: string, content: string | Blob, type = ""): void {
  const url = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type }) : content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
