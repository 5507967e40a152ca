// How the compiled core knows which mutant it is: by the first value of a variable, which is put into the bytes of the module, so that every thread has the same.

/** Where the switches lie in the copy of the tree. */
export const SWITCHES = "assembly/switches.ts";

/** The value that the compiler is given: four bytes that the rest of the core does not hold. */
const PLACE = 0x7654321;

/** i32.const, the value in four bytes of seven bits each, and the end of the initial value of a variable. */
const bytesOf = (value) => Buffer.of(0x41, ...[0, 7, 14].map((shift) => ((value >> shift) & 127) | 128), (value >> 21) & 127, 0x0b);

/** The AssemblyScript of the switches: one function for every mutant, which says whether it is on, and notes that it was asked. */
export const switchesText = (mutants) => {
  const one = ({ id }) => `export let reached${id}: bool = false;
// @ts-ignore: decorator
@inline
export function on${id}(): bool {
  reached${id} = true;
  return mutant == ${id};
}`;
  return [`export let mutant: i32 = ${PLACE};`, ...mutants.map(one)].join("\n");
};

/** The variables that the core must export. */
export const switchNames = (mutants) => ["mutant", ...mutants.map(({ id }) => `reached${id}`)];

/** The bytes of a module as that mutant; those of a module without switches as they are. */
export const asMutant = (bytes, mutant) => {
  const copy = Buffer.from(new Uint8Array(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, bytes.byteLength));
  const at = copy.indexOf(bytesOf(PLACE));
  if (at >= 0) bytesOf(mutant).copy(copy, at);
  return copy;
};

/** The mutants whose places an instance has come to since this was last asked. */
export const takeReached = ({ exports }) => {
  const found = Object.entries(exports).filter(([name, variable]) => /^reached\d+$/.test(name) && variable.value === 1);
  for (const [, variable] of found) variable.value = 0;
  return found.map(([name]) => Number(name.slice("reached".length)));
};
