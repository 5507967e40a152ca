import { signal } from "@preact/signals";

const prefersDark = matchMedia("(prefers-color-scheme: dark)");

/** The scheme that is shown: as chosen on the page, else as the system has it. */
export const theme = signal<"light" | "dark">(current());

function current(): "light" | "dark" {
  const set = document.documentElement.dataset.theme;
  return set === "light" || set === "dark" ? set : prefersDark.matches ? "dark" : "light";
}

prefersDark.addEventListener("change", () => {
  theme.value = current();
});
new MutationObserver(() => {
  theme.value = current();
}).observe(document.documentElement, { attributeFilter: ["data-theme"] });
