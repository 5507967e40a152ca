import { composed, type KernelNode, leaf } from "./kernel-node";
import { generator, noise } from "./random";
import { frameOf, type LabState, type Points } from "./state";

/** A question, the state that shows it, and what to do. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  /** What to try, a sentence each. */
  readonly try: readonly string[];
  readonly state: () => Promise<LabState>;
}

const BASE = {
  method: "ridge",
  lambda: 0.1,
  intercept: false,
  band: "none",
  epsilon: 0.15,
  loss: "logistic",
  steps: 50,
  stepShare: 0.5,
} as const;

type Choices = Partial<Omit<LabState, "preset" | "points" | "frame" | "kernel">>;

function state(preset: string, points: Points, kernel: KernelNode, choices: Choices = {}): LabState {
  return { ...BASE, preset, points, frame: frameOf(points), kernel, ...choices };
}

/** n points on a line from 0 to `length`, y by f and noise. */
function curve(n: number, length: number, f: (x: number) => number, options: { readonly seed: number; readonly spread: number }): Points {
  const random = generator(options.seed);
  const x = Array.from({ length: n }, (_, i) => (length * (i + 0.15 + 0.7 * random())) / n);
  return { d: 1, x: x.map(rounded), y: x.map((at) => rounded(f(at) + options.spread * noise(random))) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

const wave = (x: number): number => Math.sin(2 * x) * Math.exp(-x / 4) + 0.15 * x;

/** The seeds' questions, each as something to play with. */
export const PRESETS: readonly Preset[] = [
  {
    id: "start",
    title: "A curve through noise",
    question: "You have measured points and want a smooth curve with an honest band. How smooth?",
    try: [
      "Drag a point.",
      "Move λ from left to right: from a curve through every point to a flat line.",
      "Press “Best λ” and look where the three criteria are lowest.",
    ],
    state: async () =>
      state("start", curve(28, 6, wave, { seed: 11, spread: 0.13 }), leaf("rbf", { lengthScale: 0.7 }), {
        method: "process",
        lambda: 0.02,
        band: "gaussian",
      }),
  },
  {
    id: "training-loss",
    title: "Is the training loss always zero?",
    question: "There are as many coefficients as points. Must the curve pass through all of them?",
    try: [
      "With λ near 0 the smooth Gaussian kernel still misses points: look at the rank in the spectrum.",
      "Take the Laplacian kernel instead: full rank, loss 0.",
      "Drag one point onto another: equal points cannot have two targets.",
    ],
    state: async () =>
      state(
        "training-loss",
        curve(40, 4, (x) => Math.sin(3 * x) + 0.4 * Math.cos(11 * x), { seed: 5, spread: 0.2 }),
        leaf("rbf", { lengthScale: 1.2 }),
        {
          lambda: 0,
        },
      ),
  },
  {
    id: "width",
    title: "The Gaussian width to 0",
    question: "What becomes of the fit when every point knows only itself?",
    try: [
      "Move ℓ to the left: K becomes the identity, and the curve spikes at each point.",
      "Move ℓ to the right: K becomes all ones, of rank one.",
    ],
    state: async () =>
      state(
        "width",
        curve(20, 4, (x) => Math.sin(2 * x), { seed: 3, spread: 0.1 }),
        leaf("rbf", { lengthScale: 0.04 }),
        { lambda: 0.001 },
      ),
  },
  {
    id: "linear",
    title: "Linear kernel, linear regression",
    question: "Which kernel gives the straight line that you know?",
    try: [
      "Switch the constant off: the line goes through the origin.",
      "Change the kernel to a polynomial and raise its degree.",
      "The rank stays at the number of features, however many points there are.",
    ],
    state: async () =>
      state(
        "linear",
        curve(24, 4, (x) => 0.6 * x - 0.8, { seed: 8, spread: 0.3 }),
        leaf("linear"),
        { lambda: 1e-6, intercept: true },
      ),
  },
  {
    id: "features",
    title: "2ᵈ features against their kernel",
    question: "One product per subset of the inputs: 2ᵈ features. Does the kernel give the same fit without ever writing them down?",
    try: [
      "Read “the same from the other side” below the fit: both differ by rounding only.",
      "The spectrum has 2² = 4 eigenvalues that count. All others are rounding.",
    ],
    state: async () => {
      const random = generator(21);
      const x = Array.from({ length: 80 }, () => rounded(4 * random() - 2));
      const y = Array.from({ length: 40 }, (_, i) =>
        rounded((x[2 * i] as number) * (x[2 * i + 1] as number) - (x[2 * i] as number) + 0.1 * noise(random)),
      );
      return state("features", { d: 2, x, y }, leaf("allSubsets"), { lambda: 0.1 });
    },
  },
  {
    id: "descent",
    title: "Descent on α is descent on w",
    question: "Gradient descent on the coefficients of the points, or on the weights of the features: are they the same, step by step?",
    try: [
      "Press play.",
      "Move the step past its limit, the mark on the slider: the loss grows without end.",
      "“The same from the other side” compares both after every step.",
    ],
    state: async () =>
      state(
        "descent",
        curve(30, 2, (x) => x * x - 1.5 * x, { seed: 13, spread: 0.08 }),
        leaf("polynomial", { degree: 3, gamma: 1, coef0: 1 }),
        {
          method: "descent",
          lambda: 0,
          steps: 12,
        },
      ),
  },
  {
    id: "early-stopping",
    title: "Early stopping is a ridge",
    question: "Stop descent after t steps, or add a ridge of 1/(2st): how alike are the two curves?",
    try: [
      "Press play and watch the dashed curve, the ridge that belongs to this many steps.",
      "Look at the weights: both let go of the small eigenvalues.",
    ],
    state: async () =>
      state("early-stopping", curve(30, 6, wave, { seed: 4, spread: 0.25 }), leaf("rbf", { lengthScale: 0.5 }), {
        method: "descent",
        lambda: 0,
        steps: 40,
      }),
  },
  {
    id: "kernel",
    title: "Is this a kernel?",
    question: "tanh looks harmless. Is it the inner product of anything?",
    try: [
      "Read the diagnosis: a vector q with qᵀKq < 0 is proof that it is none.",
      "Move c up or γ down until the negative eigenvalues vanish. On these points; elsewhere they may be back.",
    ],
    state: async () =>
      state(
        "kernel",
        curve(16, 3, (x) => Math.tanh(2 * x - 3), { seed: 6, spread: 0.05 }),
        leaf("sigmoid", { gamma: 1, coef0: -1 }),
        { lambda: 1 },
      ),
  },
  {
    id: "duplicates",
    title: "Duplicates and collinear points",
    question: "What do equal rows do to K, and to the least loss?",
    try: ["Hover over the Gram matrix: equal points have equal rows.", "Drag the twins apart and watch the smallest eigenvalue rise."],
    state: async () => {
      const points: Points = { d: 1, x: [0, 0.5, 1, 1, 1.5, 2, 2, 2, 2.5, 3], y: [0.2, 0.7, 1.2, 0.6, 0.9, 0.5, 0.1, -0.2, -0.4, -0.6] };
      return state("duplicates", points, leaf("laplacian", { gamma: 1 }), { lambda: 0 });
    },
  },
  {
    id: "co2",
    title: "62 years of CO₂",
    question: "A trend and a season: can one kernel say both?",
    try: [
      "The kernel is a sum: a long Gaussian for the trend, a periodic one for the season.",
      "Take the seasonal part out, and put it back.",
      "Look at where the residuals keep a pattern.",
    ],
    state: async () => {
      const { co2Points } = await import("./measured");
      const kernel = composed("sum", leaf("rbf", { lengthScale: 12 }, 900), leaf("periodic", { period: 1, lengthScale: 1.2 }, 5));
      return state("co2", co2Points(), kernel, { method: "process", lambda: 0.2, intercept: true, band: "gaussian" });
    },
  },
  {
    id: "rain",
    title: "A map of precipitation",
    question: "The logarithm of the rain at scattered stations: what fell between them?",
    try: [
      "Drag a station.",
      "Shorten ℓ until each station is an island.",
      "Look at the map of the band: it is wide where no station is near.",
    ],
    state: async () => {
      const { rainPoints } = await import("./measured");
      return state("rain", rainPoints(), leaf("matern", { nu: 1.5, lengthScale: 6 }, 0.6), {
        method: "process",
        lambda: 0.02,
        intercept: true,
        band: "gaussian",
      });
    },
  },
  {
    id: "moons",
    title: "A classifier in the plane",
    question: "Two interleaved moons: where is the border, and how sure is it?",
    try: [
      "Change the loss: the hinge keeps few support vectors, the logistic loss has probabilities.",
      "Shorten ℓ until the border wraps single points.",
    ],
    state: async () => {
      const random = generator(9);
      const labels = Array.from({ length: 80 }, (_, i) => (i % 2 ? 1 : -1));
      const x = labels.flatMap((label) => {
        const angle = Math.PI * random();
        const spread = (): number => 0.16 * noise(random);
        return label > 0
          ? [Math.cos(angle) + spread(), Math.sin(angle) + spread()]
          : [1 - Math.cos(angle) + spread(), 0.4 - Math.sin(angle) + spread()];
      });
      return state("moons", { d: 2, x: x.map(rounded), y: labels }, leaf("rbf", { lengthScale: 0.5 }), {
        method: "classifier",
        lambda: 0.05,
        intercept: true,
      });
    },
  },
  {
    id: "vectors",
    title: "Support vectors",
    question: "A tube of half-width ε: which points hold the curve up?",
    try: ["Points inside the tube have the weight 0: look at the weights.", "Widen ε until the curve rests on a few points."],
    state: async () =>
      state("vectors", curve(40, 6, wave, { seed: 17, spread: 0.12 }), leaf("rbf", { lengthScale: 0.8 }), {
        method: "vectors",
        lambda: 0.05,
        epsilon: 0.2,
        intercept: true,
      }),
  },
  {
    id: "many",
    title: "300 points",
    question: "Is it still live?",
    try: ["Drag a point. All the arithmetic is done again for every frame that is drawn."],
    state: async () =>
      state(
        "many",
        curve(300, 12, (x) => Math.sin(2 * x) + 0.4 * Math.sin(5 * x), { seed: 30, spread: 0.25 }),
        leaf("matern", { nu: 2.5, lengthScale: 0.8 }),
        {
          method: "process",
          lambda: 0.06,
          band: "gaussian",
        },
      ),
  },
];
