import { fit, kernelRidge, rbf } from "mercer";
import { failureOf } from "./failure";
import { fitOf, jobOf } from "./fit";
import type { Answer, Question } from "./messages";
import { viewsOf } from "./views";

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

scope.onmessage = ({ data }: MessageEvent<Question>) => answer(data);

// compiles the core before the first question, so that no fit is charged for it
fit(kernelRidge({ kernel: rbf() }), [0, 1], [0, 1]);

/** The fit first, then, if it was asked for, what is drawn beside it. */
function answer({ id, state, all }: Question): void {
  const say = (message: Answer, transfer: Transferable[] = []): void => scope.postMessage(message, transfer);
  try {
    const started = performance.now();
    const job = jobOf(state, all, {
      onProgress: ({ done, total, phase }) => say({ id, kind: "progress", share: total ? done / total : 0, phase }),
    });
    const { result, fitted } = fitOf(job);
    say({ id, kind: "fit", fit: result, elapsed: performance.now() - started });
    if (all) {
      const views = viewsOf(job, fitted);
      say({ id, kind: "views", views, elapsed: performance.now() - started }, [views.gram.buffer as ArrayBuffer]);
    }
  } catch (error) {
    say({ id, kind: "failure", failure: failureOf(error) });
  }
  say({ id, kind: "end" });
}
