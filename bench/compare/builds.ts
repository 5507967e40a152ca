import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const COMMITS = fileURLToPath(new URL("../build/commits/", import.meta.url));

/** The build that an argument names, as an address with a slash at its end: a folder that holds one, or a commit, which is built; undefined for neither. */
export function buildOf(name: string): string | undefined {
  // npm runs scripts in the folder of the package; a path is meant from where npm was called.
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), name);
  if (existsSync(`${folder}/index.js`)) return `${pathToFileURL(folder).href}/`;
  const commit = commitOf(name);
  return commit && `${pathToFileURL(buildOfCommit(commit)).href}/`;
}

function commitOf(name: string): string | undefined {
  try {
    return git("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
  } catch {
    return undefined;
  }
}

/** `dist` of a commit, in a worktree that stays for the next time, by the tools of this checkout. */
function buildOfCommit(commit: string): string {
  const home = `${COMMITS}${commit}`;
  const dist = `${home}/dist`;
  if (existsSync(`${dist}/index.js`)) return dist;
  console.error(`building ${commit.slice(0, 12)} …`);
  if (!existsSync(home)) {
    mkdirSync(COMMITS, { recursive: true });
    git("worktree", "prune");
    git("worktree", "add", "--quiet", "--detach", home, commit);
    symlinkSync(`${ROOT}node_modules`, `${home}/node_modules`);
  }
  const run = (...command: string[]) => execFileSync("npm", command, { cwd: home, stdio: ["ignore", "ignore", "inherit"] });
  run("run", "build");
  if (!existsSync(`${dist}/index.js`)) throw new Error(`the build of ${commit} has left no dist/index.js in ${home}`);
  return dist;
}

function git(...command: string[]): string {
  return execFileSync("git", command, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();
}
