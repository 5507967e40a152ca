/** What was measured at one moment; what a place cannot measure is missing. */
export interface Sample {
  readonly hours: number;
  readonly jobs: number;
  readonly rss?: number;
  /** All of the JavaScript heap, and what of it is code and data. */
  readonly heap?: number;
  readonly code?: number;
  readonly data?: number;
  readonly external?: number;
  readonly wasm?: number;
  readonly given?: number;
  readonly handles?: number;
}

type Measure = Exclude<keyof Sample, "hours" | "jobs">;

export interface Row {
  readonly name: Measure;
  readonly first: number;
  readonly last: number;
  /** By hour, and its standard error. */
  readonly slope: number;
  readonly error: number;
  readonly perJob: number;
  readonly judged: boolean;
  readonly grows: boolean;
}

/**
 * Bytes that a job may add on average, and handles: less than the least object that a job could forget, but for the noise of the pages that a process has. Code is not judged, nor the heap that it is a part
 * of: engines compile for hours, the rarer what runs the later. Snapshots, which tell of data, take memory themselves.
 */
const ALLOWED: Readonly<Record<Measure, number | null>> = {
  rss: 200,
  heap: null,
  code: null,
  data: 24,
  external: 24,
  wasm: 24,
  given: 0,
  handles: 0,
};

/** Means to which the line is fitted: samples next to each other are alike, and would make its error too small. */
const BLOCKS = 12;

/** Student's t of 10 degrees of freedom at 99.5 %. */
const SURE = 3.169;

/** The share of a run in which caches fill and code is compiled; it is not judged. */
const WARM = 0.25;

/**
 * A row for each measure: it grows where its slope is above what is allowed by more than the error tells.
 *
 * @throws where there are too few samples for that
 */
export function verdict(samples: readonly Sample[]): Row[] {
  const judged = judgedOf(samples);
  if (judged.length < BLOCKS) throw new Error(`${judged.length} samples tell nothing: ${BLOCKS} are needed after the first quarter`);
  const [first, end] = [judged[0] as Sample, judged.at(-1) as Sample];
  const jobsAnHour = (end.jobs - first.jobs) / (end.hours - first.hours);
  return (Object.keys(ALLOWED) as Measure[])
    .filter((name) => judged.every((sample) => sample[name] !== undefined))
    .map((name) => {
      const { slope, error } = growth(judged, (sample) => sample[name] as number);
      const allowed = name === "rss" && first.data !== undefined ? null : ALLOWED[name];
      const grows = allowed !== null && (slope - SURE * error) / jobsAnHour > allowed;
      return {
        name,
        first: first[name] as number,
        last: end[name] as number,
        slope,
        error,
        perJob: slope / jobsAnHour,
        judged: allowed !== null,
        grows,
      };
    });
}

/** Whether a verdict needs no more of them. A machine that is busy takes few in its time. */
export function isEnough(samples: readonly Sample[]): boolean {
  return samples.length > 0 && judgedOf(samples).length >= 2 * BLOCKS;
}

function judgedOf(samples: readonly Sample[]): readonly Sample[] {
  const [start, end] = [samples[0] as Sample, samples.at(-1) as Sample];
  return samples.filter(({ hours }) => hours >= start.hours + WARM * (end.hours - start.hours));
}

/** The slope of the line through the means of twelve blocks, by least squares, and its standard error. */
export function growth<S extends { readonly hours: number }>(
  samples: readonly S[],
  measure: (sample: S) => number,
): { readonly slope: number; readonly error: number } {
  const points = Array.from({ length: BLOCKS }, (_, b) => {
    const part = samples.slice(Math.floor((b * samples.length) / BLOCKS), Math.floor(((b + 1) * samples.length) / BLOCKS));
    return [mean(part.map(({ hours }) => hours)), mean(part.map(measure))] as const;
  });
  const [t, v] = [mean(points.map(([hours]) => hours)), mean(points.map(([, value]) => value))];
  const sum = (of: (hours: number, value: number) => number): number =>
    points.reduce((total, [hours, value]) => total + of(hours - t, value - v), 0);
  const spread = sum((hours) => hours ** 2);
  const slope = sum((hours, value) => hours * value) / spread;
  return { slope, error: Math.sqrt(sum((hours, value) => (value - slope * hours) ** 2) / (BLOCKS - 2) / spread) };
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
