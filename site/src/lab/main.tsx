import { render } from "preact";
import { App } from "./app";
import { restore } from "./store";

const root = document.getElementById("lab");
if (root) {
  root.textContent = "";
  render(<App />, root);
  void restore();
}
addEventListener("hashchange", () => void restore());
