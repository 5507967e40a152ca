import { save } from "./out-panel";

/** What a picture needs of the page's style, since it leaves the page without it. */
const PROPERTIES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "stroke-linecap",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
];

/** The picture of the fit as a file. */
export function savePicture(format: "svg" | "png"): void {
  const text = pictureText();
  if (format === "svg") save("mercer.svg", text, "image/svg+xml");
  else void rasterised(text).then((blob) => save("mercer.png", blob));
}

/** The fit as an SVG document of its own. */
export function pictureText(): string {
  const shown = document.querySelector<SVGSVGElement>('svg[data-view="fit"]');
  if (!shown) return "";
  const copy = shown.cloneNode(true) as SVGSVGElement;
  const originals = shown.querySelectorAll<SVGElement>("*");
  copy.querySelectorAll<SVGElement>("*").forEach((element, at) => {
    const style = getComputedStyle(originals[at] as SVGElement);
    element.setAttribute("style", PROPERTIES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
  });
  const [, , width, height] = (copy.getAttribute("viewBox") ?? "0 0 1 1").split(" ");
  for (const name of ["tabindex", "role", "class", "data-view"]) copy.removeAttribute(name);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  paper.setAttribute("width", "100%");
  paper.setAttribute("height", "100%");
  paper.setAttribute("fill", getComputedStyle(document.documentElement).getPropertyValue("--raised").trim() || "white");
  copy.prepend(paper);
  return new XMLSerializer().serializeToString(copy);
}

async function rasterised(text: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * image.width;
  canvas.height = 2 * image.height;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"));
}
