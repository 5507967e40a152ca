import { describeValue, type MercerError, mercerError, readingError } from "../errors";
import { formulaOf, kindOf } from "./formula";
import type { Loss, LossName } from "./spec";

/**
 * The loss that a value describes, checked by its own constructor: plain data of anyone's making, or the name of a loss, which stands for the
 * constructor without options.
 *
 * @throws "argument" for an unknown loss, and for a parameter out of range or unknown
 */
export function readLoss(loss: Loss | LossName): Loss {
  try {
    return read(typeof loss === "string" ? ({ kind: loss } as Loss) : loss);
  } catch (error) {
    throw readingError(error, "loss");
  }
}

function read(loss: Loss): Loss {
  const made = loss && kindOf(loss)?.make(loss);
  if (made) return made;
  const kind: unknown = loss?.kind;
  const given = describeValue(kind ?? loss);
  const message = `unknown loss ${given}; make losses with squared(), huber() and the like, or give the name of one`;
  throw mercerError("argument", message, { argument: "loss", value: kind });
}

/**
 * The formula of a loss as text, in h and y.
 *
 * @throws "argument" for an unknown loss
 * @example describeLoss("hinge") // "max(0, 1 − yh)"
 */
export function describeLoss(loss: Loss | LossName): string {
  return formulaOf(readLoss(loss)).text;
}

/** A loss by its name, and its parameter beside it. */
interface LossOptions {
  loss?: Loss | LossName | undefined;
  delta?: number | undefined;
  epsilon?: number | undefined;
}

/** Whose parameters they are. */
const OWNERS = { delta: "huber", epsilon: "epsilonInsensitive" } as const;

/**
 * The loss of options, where `loss: "huber", delta: 2` is short for `loss: huber({ delta: 2 })`.
 *
 * @throws "argument" for a parameter beside a loss that is not a name, or not its own
 */
export function readLossOptions({ loss, ...beside }: LossOptions, otherwise: LossName): Loss {
  const chosen = loss ?? otherwise;
  const parameters = Object.entries(beside).filter(([, value]) => value !== undefined) as [keyof typeof OWNERS, number][];
  const stray = parameters.find(([name]) => chosen !== OWNERS[name]);
  if (stray) throw strayParameter(stray, chosen);
  if (parameters.length === 0) return readLoss(chosen);
  return readLoss({ kind: chosen, ...Object.fromEntries(parameters) } as Loss);
}

function strayParameter([name, value]: readonly [keyof typeof OWNERS, number], loss: Loss | LossName): MercerError {
  const owner = OWNERS[name];
  const { kind } = readLoss(loss);
  const given = typeof loss === "string" ? JSON.stringify(loss) : `${kind}()`;
  const remedy = `write loss: ${owner}({ ${name}: ${describeValue(value)} }), or leave ${name} out`;
  return mercerError("argument", `${name} belongs to the loss "${owner}", and the loss is ${given}; ${remedy}`, { argument: name, value });
}
