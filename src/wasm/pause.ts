/** Called between the parts of long work with the share that is done; it may throw to end it. */
export type Pause = (share: number) => void;

/** The pause of work that nobody watches. */
export function ignore(): void {}
