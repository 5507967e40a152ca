const MEASURES = ["rss", "heap", "code", "data", "external", "wasm", "given", "handles"];

export function printTitle() {
  console.log(["minutes", "jobs", "wrong", ...MEASURES].map((name) => name.padStart(12)).join(""));
}

export function printSample({ hours, jobs, wrong, ...of }) {
  const cells = [(60 * hours).toFixed(1), jobs, wrong.length, ...MEASURES.map((name) => shown(name, of[name]))];
  console.log(cells.map((cell) => String(cell).padStart(12)).join(""));
}

export function printVerdict(rows, { jobs, wrong, minutes }) {
  for (const row of wrong.slice(0, 20)) console.log(`wrong: ${row}`);
  console.log(
    `${jobs} jobs in ${minutes} minutes, ${wrong.length} wrong; the last three quarters, by a line through the means of twelve blocks:`,
  );
  console.log(["", "first", "last", "an hour", "± error", "a job", "verdict"].map((name) => name.padStart(14)).join(""));
  for (const { name, first, last, slope, error, perJob, judged, grows } of rows) {
    const cells = [
      name,
      shown(name, first),
      shown(name, last),
      shown(name, slope),
      shown(name, error),
      perJob.toFixed(2),
      judged ? (grows ? "GROWS" : "flat") : "-",
    ];
    console.log(cells.map((cell) => String(cell).padStart(14)).join(""));
  }
}

/** Megabytes, but for what is counted. */
function shown(name, value) {
  if (value === undefined) return "";
  if (name === "handles") return Number.isInteger(value) ? String(value) : value.toFixed(3);
  return `${(value / 2 ** 20).toFixed(3)} MB`;
}
