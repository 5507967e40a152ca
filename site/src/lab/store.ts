import { batch, computed, signal } from "@preact/signals";
import { startClient } from "./compute/client";
import type { Failure, FitResult, ViewsResult } from "./compute/messages";
import { linkOf, stateOfLink } from "./model/link";
import { PRESETS } from "./model/presets";
import { frameOf, type LabState, type Points } from "./model/state";

/** What a person has chosen; everything else follows. */
export const state = signal<LabState | null>(null);
/** The last answers of the worker; the fit is that of the points as they were a moment ago. */
export const fit = signal<FitResult | null>(null);
export const views = signal<ViewsResult | null>(null);
export const failure = signal<Failure | null>(null);
/** How far a long computation has come, and in what; null when the worker rests. */
export const progress = signal<{ readonly share: number; readonly phase: string } | null>(null);
export const elapsed = signal(0);
/** The points that the pointer or the keyboard lights: those of a cell of the Gram matrix, or one. */
export const lit = signal<readonly number[]>([]);
/** The point that the keyboard moves. */
export const chosen = signal<number | null>(null);
/** What was done, said to screen readers. */
export const said = signal("");
export const playing = signal(false);
export const method = computed(() => state.value?.method);
export const lambda = computed(() => state.value?.lambda ?? 0);
/** A state with its fit, for all that is not drawn in every frame: where the points are few, every fit, else those at rest. */
export const calm = signal<{ readonly state: LabState; readonly fit: FitResult } | null>(null);
const presetId = computed(() => state.value?.preset);
export const preset = computed(() => PRESETS.find(({ id }) => id === presetId.value));

/** Points whose weights are drawn anew for every fit while one of them moves. */
const FEW = 80;

/** How many answers came, for tests to wait for. */
let answers = 0;

const client = startClient((answer, busy, asked) => {
  batch(() => {
    if (answer.kind === "progress") progress.value = { share: answer.share, phase: answer.phase };
    if (answer.kind === "failure") failure.value = answer.failure;
    if (answer.kind === "fit") {
      fit.value = answer.fit;
      failure.value = null;
      elapsed.value = answer.elapsed;
      if (asked && asked.points.y.length <= FEW) calm.value = { state: asked, fit: answer.fit };
    }
    if (answer.kind === "views") {
      views.value = answer.views;
      if (asked && fit.value) calm.value = { state: asked, fit: fit.value };
    }
    if (answer.kind === "end" && !busy) progress.value = null;
  });
  if (answer.kind !== "end" || busy) return;
  answers++;
  document.documentElement.dataset.answers = String(answers);
});

let resting = 0;

/** A new state: the fit follows at once, the other views as soon as it rests. */
export function change(next: LabState, live = false): void {
  state.value = next;
  clearTimeout(resting);
  client.ask(next, !live);
  if (live) resting = window.setTimeout(() => settle(next), 120);
  else remember(next);
}

function settle(next: LabState): void {
  client.ask(next, true);
  remember(next);
}

/** The address bar holds the state of the lab, without a new entry of the history for each. */
function remember(next: LabState): void {
  if (!document.body.classList.contains("lab")) return;
  history.replaceState(null, "", linkOf(next));
}

/** Some fields anew. */
export function update(fields: Partial<LabState>, live = false): void {
  if (state.value) change({ ...state.value, ...fields }, live);
}

export function updatePoints(points: Points, live = false): void {
  update({ points }, live);
}

/** The frame is drawn around the points anew. */
export function reframe(): void {
  if (state.value) update({ frame: frameOf(state.value.points) });
}

export function abort(): void {
  client.abort();
  failure.value = { code: "aborted", message: "Stopped. Change anything to go on." };
}

export async function loadPreset(id: string): Promise<void> {
  const found = PRESETS.find((one) => one.id === id) ?? PRESETS[0];
  if (!found) return;
  playing.value = false;
  const loaded = await found.state();
  batch(() => {
    chosen.value = null;
    lit.value = [];
    fit.value = null;
    calm.value = null;
    views.value = null;
  });
  change(loaded);
}

/** What a link says, or else the first preset, or the one named after ?. */
export async function restore(): Promise<void> {
  const linked = location.hash.length > 1 ? stateOfLink(location.hash) : null;
  if (linked) change(linked);
  else await loadPreset(location.hash.slice(1) || new URLSearchParams(location.search).get("preset") || "start");
}
