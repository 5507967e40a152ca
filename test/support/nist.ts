import type { Matrix } from "../../src/entries/index";
import type { Fixture } from "./fixtures";
import { readFixtures } from "./fixtures";

/** A problem of NIST's Statistical Reference Datasets (public domain): y = X β, and the β that NIST certifies to 15 digits. */
export interface Reference {
  readonly name: string;
  readonly X: Matrix;
  readonly y: readonly number[];
  readonly certified: readonly number[];
}

interface NistFixture extends Fixture {
  readonly inputs: { readonly X: Matrix; readonly y: readonly number[] };
  readonly certified: { readonly beta_certified: readonly number[] };
}

const FILIP_X = [
  -6.860120914, -4.324130045, -4.358625055, -4.358426747, -6.955852379, -6.661145254, -6.355462942, -6.118102026, -7.115148017,
  -6.815308569, -6.519993057, -6.204119983, -5.853871964, -6.109523091, -5.79832982, -5.482672118, -5.171791386, -4.851705903, -4.517126416,
  -4.143573228, -3.709075441, -3.499489089, -6.300769497, -5.953504836, -5.642065153, -5.031376979, -4.680685696, -4.329846955,
  -3.928486195, -8.56735134, -8.363211311, -8.107682739, -7.823908741, -7.522878745, -7.218819279, -6.920818754, -6.628932138, -6.323946875,
  -5.991399828, -8.781464495, -8.663140179, -8.473531488, -8.247337057, -7.971428747, -7.676129393, -7.352812702, -7.072065318,
  -6.774174009, -6.478861916, -6.159517513, -6.835647144, -6.53165267, -6.224098421, -5.910094889, -5.598599459, -5.290645224, -4.974284616,
  -4.64454848, -4.290560426, -3.885055584, -3.408378962, -3.13200249, -8.726767166, -8.66695597, -8.511026475, -8.165388579, -7.886056648,
  -7.588043762, -7.283412422, -6.995678626, -6.691862621, -6.392544977, -6.067374056, -6.684029655, -6.378719832, -6.065855188,
  -5.752272167, -5.132414673, -4.811352704, -4.098269308, -3.66174277, -3.2644011,
];

const FILIP_Y = [
  0.8116, 0.9072, 0.9052, 0.9039, 0.8053, 0.8377, 0.8667, 0.8809, 0.7975, 0.8162, 0.8515, 0.8766, 0.8885, 0.8859, 0.8959, 0.8913, 0.8959,
  0.8971, 0.9021, 0.909, 0.9139, 0.9199, 0.8692, 0.8872, 0.89, 0.891, 0.8977, 0.9035, 0.9078, 0.7675, 0.7705, 0.7713, 0.7736, 0.7775,
  0.7841, 0.7971, 0.8329, 0.8641, 0.8804, 0.7668, 0.7633, 0.7678, 0.7697, 0.77, 0.7749, 0.7796, 0.7897, 0.8131, 0.8498, 0.8741, 0.8061,
  0.846, 0.8751, 0.8856, 0.8919, 0.8934, 0.894, 0.8957, 0.9047, 0.9129, 0.9209, 0.9219, 0.7739, 0.7681, 0.7665, 0.7703, 0.7702, 0.7761,
  0.7809, 0.7961, 0.8253, 0.8602, 0.8809, 0.8301, 0.8664, 0.8834, 0.8898, 0.8964, 0.8963, 0.9074, 0.9119, 0.9228,
];

const FILIP_CERTIFIED = [
  -1467.4896142298, -2772.17959193342, -2316.37108160893, -1127.97394098372, -354.478233703349, -75.1242017393757, -10.8753180355343,
  -1.06221498588947, -0.0670191154593408, -0.00246781078275479, -0.0000402962525080404,
];

/** The linear sets, all eleven: six from the fixtures; NoInt2 and Filip as NIST publishes them; the other three of Wampler's by his formulas. */
export function references(): Reference[] {
  const known = ["Norris", "Pontius", "NoInt1", "Longley", "Wampler1", "Wampler4"].map((name): Reference => {
    const [found] = readFixtures<NistFixture>("f_ols_equivalence", "ols_equivalence").filter(({ id }) => id === `f.nist.${name}.raw`);
    const { inputs, certified } = found as NistFixture;
    return { name, X: inputs.X, y: inputs.y, certified: certified.beta_certified };
  });
  const x = Array.from({ length: 21 }, (_, i) => i);
  const wampler1 = x.map((value) => powers(value, 5).reduce((sum, power) => sum + power, 0));
  // Wampler 3, 4 and 5 are the first with 1, 100 and 10,000 times the same noise, which is orthogonal to the powers
  const noise = (known.find(({ name }) => name === "Wampler4") as Reference).y.map((value, i) => (value - (wampler1[i] as number)) / 100);
  const ones = [1, 1, 1, 1, 1, 1];
  const withNoise = (size: number): number[] => wampler1.map((value, i) => value + size * (noise[i] as number));
  const tenths = x.map((value) => powers(value, 5).reduce((sum, power, k) => sum + power * 10 ** (5 - k), 0) / 1e5);
  return [
    ...known,
    { name: "NoInt2", X: { rows: 3, cols: 1, data: Float64Array.of(4, 5, 6) }, y: [3, 4, 4], certified: [0.727272727272727] },
    { name: "Filip", X: polynomial(FILIP_X, 10), y: FILIP_Y, certified: FILIP_CERTIFIED },
    { name: "Wampler2", X: polynomial(x, 5), y: tenths, certified: [1, 0.1, 0.01, 0.001, 0.0001, 0.00001] },
    { name: "Wampler3", X: polynomial(x, 5), y: withNoise(1), certified: ones },
    { name: "Wampler5", X: polynomial(x, 5), y: withNoise(10_000), certified: ones },
  ];
}

/** 1, x, x², … as products. */
function powers(x: number, degree: number): number[] {
  const result = [1];
  for (let k = 0; k < degree; k++) result.push((result[k] as number) * x);
  return result;
}

function polynomial(x: readonly number[], degree: number): Matrix {
  return { rows: x.length, cols: degree + 1, data: Float64Array.from(x.flatMap((value) => powers(value, degree))) };
}
