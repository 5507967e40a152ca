/** A button on every block of code that copies it, with the data that it shares with other examples. */
export function startCopying(): void {
  for (const block of document.querySelectorAll<HTMLElement>(".code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    const { prelude } = block.dataset;
    const words = prelude ? "Copy with data" : "Copy";
    button.textContent = words;
    if (prelude) button.title = prelude;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(copyOf(block.querySelector("code")?.textContent ?? "", prelude));
        button.textContent = "Copied";
      } catch {
        button.textContent = "Select and copy";
      }
      setTimeout(() => {
        button.textContent = words;
      }, 1600);
    });
    block.append(button);
  }
}

/** The data below the imports, where a reader looks for them. */
function copyOf(code: string, prelude = ""): string {
  if (prelude === "") return code;
  const imports = /^(import .*\n)*/.exec(code)?.[0] ?? "";
  return `${imports}\n${prelude}\n${code.slice(imports.length)}`;
}
