/** Mutants that change no result: { file, code: their line, change, reason }. They are not counted. */
export const equivalent = [];
