/**
 * Reading what users hand in. Everything is checked here once, at the public function: shape, type and finiteness of every element, the names of
 * options. Results may share memory with the input and are only read. Whatever a value does when it is looked at, an error of this library is thrown.
 */

export { notMade, readMade } from "./input/made";
export { asGiven, readMatrix, readPoints, readTargets, requireFeatures } from "./input/matrix";
export { isRecord, type OptionNames, readChoice, readFunction, readNumber, readOptions, readRecord, readText } from "./input/options";
export { nearest } from "./input/spelling";
export { isVector, readEach, readList, readVector } from "./input/vector";
