import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Units of the kernel's figures in a second. */
const TICKS = 100;

/** The figures of a process in /proc, from its state on; null where it has ended meanwhile. */
const figures = (pid) => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
};

/**
 * The seconds of processor that a group of processes has taken, with those of its processes that have ended, and whether all of them sleep; a machine that
 * is busy with others counts no second. Where there is no /proc, the seconds of the clock.
 */
export const figuresOf = (group) => {
  if (!existsSync("/proc/self/stat")) return { seconds: performance.now() / 1000, sleeps: false };
  const members = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(figures)
    .filter((each) => Number(each?.[2]) === group);
  // user, system, and both of children that have ended
  const ticks = members.flatMap((each) => each.slice(11, 15).map(Number)).reduce((sum, value) => sum + value, 0);
  return { seconds: ticks / TICKS, sleeps: members.every(([state]) => state === "S") };
};
