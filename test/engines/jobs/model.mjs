/** What fitting has found, and what it says of it, but for words, time and memory; error bars have a job of their own. */
export function substance({ report, ...model }) {
  const { reason, warnings, elapsedMs, bytes, errorBound, ...numbers } = report;
  return { ...model, report: numbers };
}

/** A model, and what it predicts. */
export async function fitted(verbs, Z, estimator, X, y, options) {
  const model = await verbs.fit(estimator, X, y, options);
  return [substance(model), await verbs.predict(model, Z)];
}
