export type Verb = (...args: unknown[]) => unknown;
