/** Each is given all functions, and returns plain data or promises it. */
export const jobs: Readonly<Record<string, (verbs: object) => unknown>>;
