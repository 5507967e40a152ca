import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Units of the kernel's figures in a second. */
const TICKS = 100;

/** The figures of a process in /proc, from its state on; null where it has ended meanwhile. */
const figuresOf = (pid) => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
  } catch {
    return null;
  }
};

/**
 * The seconds of processor that a group of processes has taken, with those of its processes that have ended; a machine that is busy with others counts no
 * second. Where there is no /proc, those of the clock.
 */
export const processorSeconds = (group) => {
  if (!existsSync("/proc/self/stat")) return performance.now() / 1000;
  const members = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(figuresOf)
    .filter((figures) => figures?.[2] === group);
  // user, system, and both of children that have ended
  const ticks = members.map((figures) => figures.slice(11, 15).reduce((sum, value) => sum + value));
  return ticks.reduce((sum, value) => sum + value, 0) / TICKS;
};
