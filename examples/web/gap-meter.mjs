/** Measures how long a page goes without a frame, and without a timer of 4 ms: `told` hears of it every half second. */
export function gapMeter(told) {
  let longest = { frame: 0, timer: 0 };
  const last = { frame: performance.now(), timer: performance.now() };
  const came = (kind) => {
    const now = performance.now();
    longest[kind] = Math.max(longest[kind], now - last[kind]);
    last[kind] = now;
  };
  const frame = () => {
    came("frame");
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  setInterval(() => came("timer"), 4);
  setInterval(() => told(longest), 500);
  return {
    reset() {
      longest = { frame: 0, timer: 0 };
      last.frame = last.timer = performance.now();
    },
    longest: () => ({ ...longest }),
  };
}
