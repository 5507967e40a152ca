/** The button between light and dark; the choice is kept on this machine. */
export function startScheme(): void {
  const button = document.querySelector<HTMLButtonElement>("button.scheme");
  button?.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("mercer-theme", root.dataset.theme);
    } catch {
      // a browser that keeps nothing; the choice holds for this page
    }
  });
}
