/** What the bench `trick` measures and its page tells. */
export const TRICK = "all-subsets regression";

/** Points of the fit, and as many to predict. */
export const N = 50;

/** Least squares holds Φ four times (the features, a copy, the system with its ridge, Wasm memory): 400 MB at d = 18, and seconds a fit. */
export const WEIGHTS_UP_TO = 16;
