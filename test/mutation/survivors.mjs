import { equivalent } from "./equivalent.mjs";
import { interval } from "./sample.mjs";

const percent = (share) => `${(100 * share).toFixed(0)} %`;

const isDead = ({ end }) => end === "killed" || end === "timeout";

/** Why no test can find a mutant, if that is known. */
export const reasonOf = ({ file, code, change }) =>
  equivalent.find((one) => one.file === file && one.code === code && one.change === change)?.reason;

/** A row of the table of scores. Equivalent mutants do not count. */
const scoreRow = (room, total, judged) => {
  const counted = judged.filter((one) => isDead(one) || reasonOf(one) === undefined);
  const dead = counted.filter(isDead).length;
  const n = counted.length;
  const [low, high] = interval(dead, n);
  const count = (end) => counted.filter((one) => one.end === end).length;
  const cells = [room, total, n, dead, count("survived"), count("unreached"), judged.length - n];
  return `| ${cells.join(" | ")} | ${percent(dead / n)} | ${percent(low)} to ${percent(high)} |`;
};

const line = (one) => {
  const tests = one.end === "unreached" ? "no test reaches it" : `${one.ran} of ${one.of} test files that reach it`;
  return `- \`${one.file}:${one.line}\` ${one.change} in \`${one.code}\` (${tests})`;
};

const section = (title, lines) => (lines.length === 0 ? "" : `\n## ${title}\n${lines.join("\n")}\n`);

/** The page of survivors: the scores, then what lives in each room, then what is equivalent. */
export const page = (command, rooms) => {
  const alive = (room) => room.judged.filter((one) => !isDead(one));
  const same = rooms.flatMap(alive).filter((one) => reasonOf(one) !== undefined);
  const sections = rooms.map((room) =>
    section(
      `src/${room.name}`,
      alive(room)
        .filter((one) => reasonOf(one) === undefined)
        .map(line),
    ),
  );
  return `# Mutants that no test finds
Written by \`${command}\`.

A mutant is one slip of the pen in one place; the hashes do not judge it. A score is killed / judged, without the mutants known to be equivalent; the interval is Wilson's, of 95 %. A survivor has been judged by the test files that fit into the budget of
seconds, the most telling first: where these are not all that reach it, another may find it, and the score is a lower bound.

| room | mutants | judged | killed | survived | unreached | equivalent | score | 95 % |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rooms.map((room) => scoreRow(room.name, room.total, room.judged)).join("\n")}
${sections.join("")}${section(
  "Equivalent",
  same.map((one) => `${line(one)}: ${reasonOf(one)}`),
)}`;
};

/** The page of survivors of the assembly. What the compiler refuses does not count. */
export const assemblyPage = (command, total, judged) => {
  const counted = judged.filter(({ end }) => end !== "refused");
  const alive = counted.filter((one) => !isDead(one));
  const rooms = [...new Set(counted.map(({ file }) => file.split("/").slice(0, -1).join("/")))].sort();
  const inRoom = (room) => counted.filter(({ file }) => file.split("/").slice(0, -1).join("/") === room);
  return `# Mutants of the assembly that no test finds
Written by \`${command}\`.

Of ${total} mutants, ${judged.length} drawn by the seed were judged; the compiler refused ${judged.length - counted.length} of them. A survivor has been judged by the test files that fit into the budget of seconds, the
most telling first: another may find it, and the score is a lower bound.

| room | judged | killed | survived | equivalent | score | 95 % |
| --- | --- | --- | --- | --- | --- | --- |
${[...rooms.map((room) => assemblyRow(room, inRoom(room))), assemblyRow("all", counted)].join("\n")}
${section("Survivors", alive.filter((one) => reasonOf(one) === undefined).map(line))}${section(
  "Equivalent",
  alive.filter((one) => reasonOf(one) !== undefined).map((one) => `${line(one)}: ${reasonOf(one)}`),
)}`;
};

const assemblyRow = (room, judged) => {
  const dead = judged.filter(isDead).length;
  const same = judged.filter((one) => !isDead(one) && reasonOf(one) !== undefined).length;
  const n = judged.length - same;
  const [low, high] = interval(dead, n);
  return `| ${[room, judged.length, dead, n - dead, same].join(" | ")} | ${percent(dead / n)} | ${percent(low)} to ${percent(high)} |`;
};
