// python/mercer_read.py against mercer: the same JSON, the same points, the same numbers.
import { classify, decision, predict, predictDistribution, probabilities, toArrays, toJSON } from "../../dist/index.js";
import { askPython } from "./ask-python.mjs";
import { checkClose } from "./close.mjs";
import { CLASSIFIERS, PROCESSES, REGRESSIONS } from "./models.mjs";

/** Of the largest number of an answer. */
const TOLERANCE = 1e-12;

export function checkPython() {
  const questions = [
    ...REGRESSIONS.map((each) => ({ ...each, wants: [] })),
    ...PROCESSES.map((each) => ({ ...each, wants: ["variance", ...(each.noisy ? ["noisy"] : []), ...(each.grouped ? ["grouped"] : [])] })),
    ...CLASSIFIERS.map((each) => ({ ...each, wants: each.sure ? ["decision", "probabilities"] : ["decision"] })),
  ];
  const input = questions.map(({ model, Z, wants }) => ({ file: toJSON(model), Z: Array.isArray(Z) ? Z : toArrays(Z), wants }));
  askPython("predictions.py", input).forEach((answers, at) => {
    const { name, ...question } = questions[at];
    for (const [what, answer] of Object.entries(answers))
      checkClose(`Python, ${name}: ${what}`, answer, ownAnswer(what, question), TOLERANCE);
  });
}

function ownAnswer(what, { model, Z }) {
  switch (what) {
    case "predict":
      return model.kind === "classifierModel" ? classify(model, Z) : predict(model, Z);
    case "variance":
      return predictDistribution(model, Z).variance;
    case "noisy":
      return predictDistribution(model, Z, { noise: true }).variance;
    case "grouped":
      return predictDistribution(model, Z, { noise: { group: 1 } }).variance;
    case "decision":
      return decision(model, Z);
    case "probabilities":
      return probabilities(model, Z);
  }
}
