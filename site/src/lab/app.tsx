import type { ComponentChildren, Ref } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { DataPanel } from "./controls/data-panel";
import { KernelEditor } from "./controls/kernel-editor";
import { ModelPanel } from "./controls/model-panel";
import { OutPanel } from "./controls/out-panel";
import { PRESETS } from "./model/presets";
import type { LabState } from "./model/state";
import { abort, calm, elapsed, failure, fit, loadPreset, method, preset, progress, said, state } from "./store";
import { BandView, CutView, isBanded } from "./views/band-view";
import { DescentView } from "./views/descent-view";
import { DiagnosisView } from "./views/diagnosis-view";
import { DrawsView } from "./views/draws-view";
import { rangeOf } from "./views/field";
import { FitView } from "./views/fit-view";
import { GramView } from "./views/gram-view";
import { LambdaView } from "./views/lambda-view";
import { ClassLegend, Legend } from "./views/legend";
import { ReportView } from "./views/report-view";
import { SpectrumView } from "./views/spectrum-view";
import { Stems } from "./views/stems";
import { CardWidth, useWidth } from "./views/use-width";

export function App() {
  const [stage, width] = useWidth<HTMLDivElement>();
  const [card, cardWidth] = useWidth<HTMLElement>();
  const drawn = width || 760;
  return (
    <div class="lab">
      <Presets />
      <main id="content" class="bench">
        <div class="stage" ref={stage}>
          <Question />
          <FitView width={drawn} height={Math.round(Math.max(280, Math.min(520, drawn * 0.58)))} />
          <MapLegend />
          <p id="fit-help" class="hint">
            Drag a point. Double-click adds one, or deletes the one under the pointer. By keyboard: N and P choose, arrows move, A adds,
            Delete deletes.
          </p>
          <Status />
          <Comparisons />
        </div>
        <aside class="controls" aria-label="Controls">
          <DataPanel />
          <ModelPanel />
          <section class="panel" aria-labelledby="kernel-title">
            <h2 id="kernel-title">Kernel</h2>
            <KernelEditor />
          </section>
        </aside>
        <CardWidth.Provider value={cardWidth || 420}>
          <div class="views">
            {method.value === "descent" ? (
              <Card title="Descent" note="The loss, step by step.">
                <DescentView />
              </Card>
            ) : null}
            <Card title="Gram matrix" measured={card} note="Every pair of points: how alike the kernel finds them. Hover to light both.">
              <GramView />
            </Card>
            <Card
              title="Spectrum"
              note="The eigenvalues of K. What is below λ is held back; what is below the tolerance is lost to rounding."
            >
              <SpectrumView />
            </Card>
            <Card title="Which λ?" note="Leave-one-out, GCV and evidence from one eigendecomposition. Click to choose λ.">
              <LambdaView />
            </Card>
            {isBanded(state.value, fit.value) ? <Band /> : null}
            <AtPoints />
            <Card title="Draws" note="Functions that the kernel holds possible.">
              <DrawsView />
            </Card>
            <Card title="Diagnosis" note="What K is, and what follows.">
              <DiagnosisView />
            </Card>
            <Card title="What the solver did" note="The route, and how far it can be trusted.">
              <ReportView />
            </Card>
          </div>
        </CardWidth.Provider>
        <OutPanel />
      </main>
      <p class="visually-hidden" aria-live="polite">
        {said.value}
      </p>
    </div>
  );
}

/** What the colours of a fit to two features mean. */
function MapLegend() {
  const found = fit.value;
  if (!found || found.rows === 1) return null;
  if (method.value === "classifier") return <ClassLegend />;
  const [low, high] = rangeOf(found.mean);
  return <Legend what="the fit" low={low} high={high} />;
}

/** What the fit was compared with. */
function Comparisons() {
  const found = fit.value;
  return (
    <div>
      {found?.twin ? (
        <p class="twin">
          <b>The same from the other side:</b> {found.twin}.
        </p>
      ) : null}
      {found?.rival ? <p class="twin rival-name">Dashed: {found.rivalName}.</p> : null}
    </div>
  );
}

/** The band of two features, which the fit has no room for. */
function Band() {
  return (
    <>
      <Card title="The band" note="Half its width as a map: wide where no point is near.">
        <BandView />
      </Card>
      <Card title="A cut" note="The function and its band along the line. Hover over a point to cut there.">
        <CutView />
      </Card>
    </>
  );
}

/** One number per point: its weight, and what is left there. */
function AtPoints() {
  const now = calm.value;
  const left = now ? leftAt(now.state, now.fit.atPoints) : [];
  return (
    <>
      <Card title="Weights α" note="The curve is Σ αᵢ k(xᵢ, ·). A weight of 0 is a point that does not count.">
        <Stems name="alpha" values={now?.fit.alpha ?? []} yLabel="α" label="The weights of the points" />
      </Card>
      {now?.state.method === "classifier" ? (
        <Card title="Margins" note="Below 0 a point is on the wrong side, below 1 it is near the border.">
          <Stems name="residuals" values={left} yLabel="y·h" label="The margins of the points" />
        </Card>
      ) : (
        <Card title="Residuals" note="What the curve leaves. A pattern means that the kernel misses something.">
          <Stems name="residuals" values={left} yLabel="y − h" label="The residuals at the points" />
        </Card>
      )}
    </>
  );
}

/** What is left at the points: y − h, or for classes the margin y·h. */
function leftAt({ method, points: { y } }: LabState, h: Float64Array): number[] {
  if (h.length !== y.length) return [];
  return y.map((value, i) => (method === "classifier" ? (value > 0 ? 1 : -1) * (h[i] as number) : value - (h[i] as number)));
}

function Presets() {
  const list = useRef<HTMLUListElement>(null);
  const id = preset.value?.id;
  // on a narrow screen the present one is brought into the middle of its row
  useEffect(() => {
    const now = list.current?.querySelector<HTMLElement>('[aria-current="true"]');
    if (now) list.current?.scrollTo({ left: now.offsetLeft + now.offsetWidth / 2 - list.current.clientWidth / 2 });
  }, [id]);
  return (
    <nav class="presets" aria-label="Questions">
      <ul ref={list}>
        {PRESETS.map((one) => (
          <li key={one.id}>
            <button type="button" data-preset={one.id} aria-current={one.id === id} onClick={() => void loadPreset(one.id)}>
              {one.title}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Question() {
  const shown = preset.value;
  return (
    <header class="question">
      <h1>{shown?.title ?? "Your own data"}</h1>
      <p>{shown?.question ?? "Which kernel fits your points?"}</p>
      {shown ? (
        <ul>
          {shown.try.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : null}
    </header>
  );
}

/** How long the last fit took, how far a long one is, or why there is none. */
function Status() {
  const running = progress.value;
  const wrong = failure.value;
  return (
    <div class="status">
      {wrong ? (
        <p class="warning" role="alert">
          <code>{wrong.code}</code> {wrong.message}
        </p>
      ) : running ? (
        <p>
          <progress max={1} value={running.share} aria-label="Progress" /> {running.phase}{" "}
          <button type="button" onClick={abort}>
            Stop
          </button>
        </p>
      ) : (
        <p>
          Computed in your browser by mercer, in a worker: <b>{elapsed.value.toFixed(1)} ms</b>
        </p>
      )}
    </div>
  );
}

interface CardProps {
  readonly title: string;
  readonly note: string;
  readonly children: ComponentChildren;
  readonly measured?: Ref<HTMLElement>;
}

function Card({ title, note, children, measured }: CardProps) {
  const id = `card-${title.toLowerCase().replace(/\W+/g, "-")}`;
  return (
    <section class="card" aria-labelledby={id} ref={measured ?? null}>
      <h2 id={id}>{title}</h2>
      <p class="note">{note}</p>
      {children}
    </section>
  );
}
