// Models that go to other programs, read by these: numpy, LIBSVM and onnxruntime.
import { DEBIAN, installFromDebian } from "../../scripts/debian.mjs";
import { finish, requireBuild } from "../engines/checks.mjs";

requireBuild();
const { checkArrays } = await import("./arrays.mjs");
const { checkGraphs } = await import("./graphs.mjs");
const { checkMachines } = await import("./machines.mjs");
const { checkPython } = await import("./python.mjs");

installFromDebian(DEBIAN.programs);
checkPython();
checkArrays();
checkMachines();
await checkGraphs();
finish();
