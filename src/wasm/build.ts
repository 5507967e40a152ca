/** Which build of the library this is: the version of the package, and a hash of its cores. */
export { BUILD } from "../../build/build-id";
