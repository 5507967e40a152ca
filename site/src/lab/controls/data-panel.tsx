import { useState } from "preact/hooks";
import { type NumberTable, readCsv } from "../model/csv";
import { frameOf, kept, type Points } from "../model/state";
import { chosen, reframe, said, state, update } from "../store";
import { add, remove } from "../views/use-points";

/** Above this the dense solvers take longer than anyone plays. */
const MOST = 3000;

/** Points by hand, or a table of one's own. */
export function DataPanel() {
  const now = state.value;
  const [table, setTable] = useState<NumberTable | null>(null);
  const [trouble, setTrouble] = useState("");
  const [text, setText] = useState("");
  if (!now) return null;

  function read(csv: string): void {
    try {
      setTable(readCsv(csv));
      setTrouble("");
    } catch (error) {
      setTable(null);
      setTrouble((error as Error).message);
    }
  }

  async function take(files: FileList | null | undefined): Promise<void> {
    const file = files?.[0];
    if (file) read(await file.text());
  }

  const [left, right, bottom, top] = now.frame;
  return (
    <section class="panel" aria-labelledby="data-title">
      <h2 id="data-title">Data</h2>
      <p class="count">
        <b>{now.points.y.length}</b> points, {now.points.d === 1 ? "one feature" : "two features"}
      </p>
      <div class="row">
        <button type="button" onClick={() => add([(left + right) / 2, (bottom + top) / 2])}>
          Add
        </button>
        <button type="button" disabled={chosen.value === null} onClick={() => chosen.value !== null && remove(chosen.value)}>
          Delete
        </button>
        <button type="button" onClick={reframe}>
          Fit to view
        </button>
      </div>
      {now.method === "classifier" && chosen.value !== null ? (
        <button type="button" class="wide" onClick={flip}>
          Change its class
        </button>
      ) : null}
      <details
        class="own"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void take(event.dataTransfer?.files);
        }}
      >
        <summary>Your own data</summary>
        <label class="field tall">
          <span>Paste a CSV, or drop a file here</span>
          <textarea
            rows={4}
            spellcheck={false}
            value={text}
            placeholder={"x,y\n0,1.2\n1,0.7"}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <div class="row">
          <button type="button" onClick={() => read(text)}>
            Read
          </button>
          <label class="file">
            File…
            <input type="file" accept=".csv,.tsv,.txt" class="visually-hidden" onChange={(event) => void take(event.currentTarget.files)} />
          </label>
        </div>
        {trouble ? <p class="warning">{trouble}</p> : null}
        {table ? <Columns table={table} /> : null}
      </details>
    </section>
  );

  function flip(): void {
    const index = chosen.value;
    if (!now || index === null) return;
    update({ points: { ...now.points, y: now.points.y.map((value, at) => (at === index ? -value || 1 : value)) } });
  }
}

/** Which columns are the features and which is the target. */
function Columns({ table }: { readonly table: NumberTable }) {
  const last = table.names.length - 1;
  const [x1, setX1] = useState(0);
  const [x2, setX2] = useState(-1);
  const [y, setY] = useState(last);
  const options = table.names.map((name, at) => (
    <option key={at} value={at}>
      {name}
    </option>
  ));
  const choose = (label: string, value: number, set: (at: number) => void, none = false) => (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => set(Number(event.currentTarget.value))}>
        {none ? <option value={-1}>none</option> : null}
        {options}
      </select>
    </label>
  );
  return (
    <div>
      {choose("x₁", x1, setX1)}
      {choose("x₂", x2, setX2, true)}
      {choose("y", y, setY)}
      <button type="button" class="wide" onClick={() => use(pointsOf(table, x1, x2, y))}>
        Use {Math.min(MOST, table.columns[0]?.length ?? 0)} rows
      </button>
      {table.skipped > 0 ? <p class="hint">{table.skipped} rows without a number were left out.</p> : null}
    </div>
  );
}

function pointsOf({ columns }: NumberTable, x1: number, x2: number, y: number): Points {
  const rows = columns[0]?.length ?? 0;
  const every = Math.ceil(rows / MOST);
  const used = Array.from({ length: rows }, (_, i) => i).filter((i) => i % every === 0);
  const cell = (column: number, row: number): number => kept(columns[column]?.[row] as number);
  return {
    d: x2 < 0 ? 1 : 2,
    x: used.flatMap((i) => (x2 < 0 ? [cell(x1, i)] : [cell(x1, i), cell(x2, i)])),
    y: used.map((i) => cell(y, i)),
  };
}

function use(points: Points): void {
  chosen.value = null;
  update({ preset: "own", points, frame: frameOf(points) });
  said.value = `${points.y.length} points of your own.`;
}
