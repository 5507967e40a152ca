import MiniSearch from "minisearch";

interface Found {
  readonly title: string;
  readonly page: string;
  readonly to: string;
}

/** The same as in generator/search-index.mjs. */
const FIELDS = { fields: ["title", "page", "text"], storeFields: ["title", "page", "to"] };
const MOST = 12;

/** The search: its index is fetched when it is first opened. */
export function startSearch(): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog.search");
  const input = dialog?.querySelector("input");
  const list = dialog?.querySelector("ol");
  if (!dialog || !input || !list) return;
  const root = document.body.dataset.root ?? "";
  let index: Promise<MiniSearch> | null = null;

  function open(): void {
    index ??= fetch(`${root}assets/search.json`)
      .then((response) => response.text())
      .then((text) => MiniSearch.loadJSON(text, FIELDS));
    dialog?.showModal();
    input?.focus();
  }

  async function look(): Promise<void> {
    const words = input?.value.trim() ?? "";
    const search = await index;
    if (!search || !list || words !== input?.value.trim()) return;
    const found = search.search(words, { prefix: true, fuzzy: 0.15, boost: { title: 4, page: 2 } }).slice(0, MOST) as unknown as Found[];
    list.replaceChildren(...found.map((one) => entry(one, root)));
    if (words !== "" && found.length === 0) list.append(Object.assign(document.createElement("li"), { textContent: "Nothing found." }));
  }

  document.querySelector("button.search-open")?.addEventListener("click", open);
  input.addEventListener("input", () => void look());
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    // of itself a field of this kind takes the first Escape to empty itself
    event.preventDefault();
    if (event.key === "Escape") dialog.close();
    else list.querySelector("a")?.click();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [role=application]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

function entry({ title, page, to }: Found, root: string): HTMLLIElement {
  const link = document.createElement("a");
  link.href = `${root}${to}`;
  link.textContent = title;
  const small = document.createElement("small");
  small.textContent = title === page ? "" : page;
  const item = document.createElement("li");
  link.append(small);
  item.append(link);
  return item;
}
