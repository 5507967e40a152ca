import { equivalent } from "./equivalent.mjs";
import { interval } from "./sample.mjs";

const percent = (share) => `${(100 * share).toFixed(0)} %`;

const isFound = ({ end }) => end !== "survived";

/** Why no test can find a mutant, if that is known. */
export const reasonOf = ({ file, code, change }) =>
  equivalent.find((one) => one.file === file && one.code === code && one.change === change)?.reason;

/** Two folders tell the room of a file. */
const roomOf = ({ file }) => file.split("/").slice(0, 2).join("/");

/** A row of the table of scores. Equivalent mutants do not count. */
const scoreRow = (room, judged) => {
  const found = judged.filter(isFound).length;
  const same = judged.filter((one) => !isFound(one) && reasonOf(one) !== undefined).length;
  const n = judged.length - same;
  const [low, high] = interval(found, n);
  return `| ${[room, n, found, n - found, same].join(" | ")} | ${percent(found / n)} | ${percent(low)} to ${percent(high)} |`;
};

const line = (one) => {
  const ran = one.of === 0 ? "no test reaches it" : `${one.ran.length} of ${one.of} test files that reach it`;
  return `- \`${one.file}:${one.line}\` ${one.change} in \`${one.code}\` (${ran})`;
};

const section = (title, lines) => (lines.length === 0 ? "" : `\n## ${title}\n${lines.join("\n")}\n`);

/**
 * The page of survivors: the scores, then what lives, then what is equivalent.
 *
 * @param run the command, and how many mutants there are, were drawn, and were behind switches: { command, total, drawn, inside }
 */
export const page = ({ command, total, drawn, inside }, judged) => {
  const rooms = [...new Set(judged.map(roomOf))].sort();
  const rows = rooms.map((room) =>
    scoreRow(
      room,
      judged.filter((one) => roomOf(one) === room),
    ),
  );
  const alive = judged.filter((one) => !isFound(one));
  const same = alive.filter((one) => reasonOf(one) !== undefined);
  return `# Mutants that no test finds
Written by \`${command}\`.

Of ${total.toLocaleString("en")} mutants ${drawn} were drawn, ${inside} of them could be put behind switches, and ${judged.length} were judged. A mutant is one slip of the pen in one place. A score is found / judged, without the mutants known to be equivalent; the
interval is Wilson's, of 95 %. A survivor has been judged by the test files that fit into the budget of seconds, the nearest first: another may find it, and the score is a lower bound.

| room | judged | found | survived | equivalent | score | 95 % |
| --- | --- | --- | --- | --- | --- | --- |
${[...rows, scoreRow("all", judged)].join("\n")}
${section("Survivors", alive.filter((one) => reasonOf(one) === undefined).map(line))}${section(
  "Equivalent",
  same.map((one) => `${line(one)}: ${reasonOf(one)}`),
)}`;
};
