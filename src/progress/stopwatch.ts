/** Milliseconds since it was started. A clock that is set back meanwhile has stood still for a moment, and goes on from there. */
export function startStopwatch(): () => number {
  let spent = 0;
  let last = performance.now();
  return () => {
    const now = performance.now();
    spent += Math.max(0, now - last);
    last = now;
    return spent;
  };
}

/** Whether so many milliseconds have passed since the last time that it was so. */
export function startBeat(interval: number): () => boolean {
  const elapsed = startStopwatch();
  let last = 0;
  return () => {
    const now = elapsed();
    if (now - last < interval) return false;
    last = now;
    return true;
  };
}
