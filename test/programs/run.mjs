// Models that go to other programs, read by these: numpy, LIBSVM and onnxruntime.
import { execFileSync } from "node:child_process";
import { finish, requireBuild } from "../engines/checks.mjs";

requireBuild();
const { checkArrays } = await import("./arrays.mjs");
const { checkGraphs } = await import("./graphs.mjs");
const { checkMachines } = await import("./machines.mjs");
const { checkPython } = await import("./python.mjs");

install("python3-numpy", "libsvm3");
checkPython();
checkArrays();
checkMachines();
await checkGraphs();
finish();

/** From Debian, unless they are there. */
function install(...packages) {
  try {
    execFileSync("dpkg", ["-s", ...packages], { stdio: "ignore" });
  } catch {
    execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], { stdio: "ignore" });
  }
}
