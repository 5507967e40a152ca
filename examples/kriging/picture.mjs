import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

const WIDTH = 960;
const PANEL = 480;
const HEIGHT = 280;
const FONT = "system-ui, sans-serif";
const INK = "#222222";

/** Grid cells are one degree. */
const HALF = 0.5;

/** The map of the mean and that of the deviation beside each other, the stations as dots; an SVG document. */
export function drawMaps(map, stations) {
  return compose([
    {
      title: "Precipitation in mm, kriged from the dots",
      plot: mapOf(map, stations, { value: (c) => Math.exp(c.mean), scheme: "YlGnBu", type: "log" }),
    },
    {
      title: "Deviation of log mm: how sure the map is",
      plot: mapOf(map, stations, { value: (c) => c.deviation, scheme: "YlOrBr", type: "linear" }),
    },
  ]);
}

function mapOf(map, stations, { value, scheme, type }) {
  const { document } = parseHTML("<html><body></body></html>");
  const plot = /** @type {any} */ (
    Plot.plot({
      document,
      width: PANEL,
      height: HEIGHT,
      marginLeft: 44,
      marginRight: 8,
      marginBottom: 34,
      marginTop: 18,
      style: { fontFamily: FONT, fontSize: "11px", color: INK, background: "white" },
      x: { label: "longitude", labelAnchor: "center", labelArrow: "none" },
      y: { label: "latitude", labelArrow: "none" },
      color: { scheme, type },
      marks: [
        Plot.rect(map, {
          x1: (c) => c.longitude - HALF,
          x2: (c) => c.longitude + HALF,
          y1: (c) => c.latitude - HALF,
          y2: (c) => c.latitude + HALF,
          fill: value,
          // cells that only touch leave seams where their edges are rounded
          inset: -0.4,
        }),
        Plot.dot(stations, { x: "longitude", y: "latitude", r: 1.2, fill: INK }),
      ],
    })
  );
  return { plot, legend: legend(plot, type) };
}

/** The colours of a few values, as squares with their numbers. */
function legend(plot, type) {
  const { apply, domain } = plot.scale("color");
  const [from, to] = [domain[0], domain.at(-1)];
  const count = 5;
  const at = (i) => (type === "log" ? from * (to / from) ** (i / (count - 1)) : from + ((to - from) * i) / (count - 1));
  return Array.from({ length: count }, (_, i) => ({ colour: apply(at(i)), text: type === "log" ? at(i).toFixed(0) : at(i).toFixed(2) }));
}

/** Coordinates to a hundredth of a pixel. */
function compose(panels) {
  const height = HEIGHT + 60;
  const parts = panels.map(({ title, plot: { plot, legend } }, at) => {
    const x = at * PANEL;
    plot.setAttribute("x", String(x));
    plot.setAttribute("y", "26");
    const squares = legend.map(({ colour, text }, i) => {
      const left = x + 44 + i * 82;
      const top = HEIGHT + 34;
      return `<rect x="${left}" y="${top}" width="14" height="14" fill="${colour}"/><text x="${left + 20}" y="${top + 12}" font-size="12">${text}</text>`;
    });
    return [`<text x="${x + 12}" y="20" font-weight="600">${title}</text>`, plot.outerHTML, ...squares].join("\n");
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${FONT}" font-size="14" fill="${INK}">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    ...parts.map((part) => part.replace(/(\.\d\d)\d+/g, "$1")),
    "</svg>\n",
  ].join("\n");
}
