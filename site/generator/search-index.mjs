import MiniSearch from "minisearch";

/** What the search looks at, and what it gives back; the page uses the same. */
export const SEARCH = { fields: ["title", "page", "text"], storeFields: ["title", "page", "to"] };

/** An index of every section of every page, as JSON. */
export function searchIndex(pages) {
  const search = new MiniSearch(SEARCH);
  let id = 0;
  for (const { path, title, sections, isReference } of pages) {
    // of a page of the reference the name and the first words are enough
    const kept = isReference ? sections.slice(0, 1) : sections;
    search.addAll(
      kept.map((section) => ({
        id: id++,
        title: section.title,
        page: title,
        text: section.text.slice(0, isReference ? 300 : 4000),
        to: `${path}.html${isReference || section.title === title ? "" : `#${section.id}`}`,
      })),
    );
  }
  return JSON.stringify(search);
}
