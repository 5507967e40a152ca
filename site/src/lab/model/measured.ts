import co2 from "../../../../examples/co2/co2.csv?raw";
import precipitation from "../../../../examples/kriging/precipitation.csv?raw";
import type { Points } from "./state";

/** Monthly CO₂ at Mauna Loa in years since 1958 and ppm, every third month. Scripps CO₂ Program, CC BY 4.0. */
export function co2Points(): Points {
  const rows = linesOf(co2).filter((_, i) => i % 3 === 0);
  const years = rows.map(([month]) => {
    const [year, number] = (month as string).split("-").map(Number) as [number, number];
    return Number((year - 1958 + (number - 0.5) / 12).toFixed(4));
  });
  return { d: 1, x: years, y: rows.map(([, ppm]) => Number(ppm)) };
}

/** The logarithm of the precipitation of a year in mm at 160 cells of a grid, by longitude and latitude. It is closer to normal than the precipitation. */
export function rainPoints(): Points {
  const rows = linesOf(precipitation).map((row) => row.map(Number));
  const stations = rows.filter((_, i) => (i * 7919) % rows.length < 160);
  return {
    d: 2,
    x: stations.flatMap(([east, north]) => [east as number, north as number]),
    y: stations.map(([, , mm]) => Number(Math.log(mm as number).toFixed(4))),
  };
}

function linesOf(text: string): string[][] {
  return text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
}
