/** What a worker has done since it began. */
export function openMetrics() {
  const began = performance.now();
  const counts = { rows: 0, done: {}, failed: 0, found: 0, busySeconds: 0 };
  const add = (kind) => {
    counts.done[kind] = (counts.done[kind] ?? 0) + 1;
  };
  const values = () => ({
    ...counts,
    done: { ...counts.done },
    seconds: (performance.now() - began) / 1000,
    rowsPerSecond: counts.busySeconds > 0 ? counts.rows / counts.busySeconds : 0,
    bytes: process.memoryUsage.rss(),
    cpuSeconds: cpuSeconds(),
    peakBytes: process.resourceUsage().maxRSS * 1024,
  });
  return { counts, add, values, text: () => prometheus(values()) };
}

/** Of all threads of this process since it began, those that compile and clean up too. */
function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** In the words of Prometheus. */
function prometheus({ rows, done, failed, found, busySeconds, cpuSeconds: cpu, bytes }) {
  const jobs = Object.entries(done).map(([kind, count]) => `mercer_jobs_total{kind="${kind}"} ${count}`);
  return [
    "# TYPE mercer_rows_total counter",
    `mercer_rows_total ${rows}`,
    "# TYPE mercer_jobs_total counter",
    ...jobs,
    "# TYPE mercer_jobs_failed_total counter",
    `mercer_jobs_failed_total ${failed}`,
    "# TYPE mercer_jobs_found_done_total counter",
    `mercer_jobs_found_done_total ${found}`,
    "# TYPE mercer_busy_seconds_total counter",
    `mercer_busy_seconds_total ${busySeconds}`,
    "# TYPE mercer_cpu_seconds_total counter",
    `mercer_cpu_seconds_total ${cpu}`,
    "# TYPE mercer_resident_bytes gauge",
    `mercer_resident_bytes ${bytes}`,
    "",
  ].join("\n");
}
