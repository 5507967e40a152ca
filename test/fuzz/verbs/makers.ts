import type { Scene } from "../scene";
import type { Term } from "../term";

/** For each verb of an entry its arguments in a scene. */
export type Makers = Readonly<Record<string, (s: Scene) => readonly Term[]>>;
