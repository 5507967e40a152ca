import { useId } from "preact/hooks";
import { shortNumber } from "../views/plot";

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly scale: "log" | "linear" | readonly number[];
  /** A place on the slider that means something. */
  readonly mark?: { readonly at: number; readonly name: string };
  /** Whether the left end stands for 0, on a logarithm. */
  readonly zero?: boolean;
  readonly onChange: (value: number, live: boolean) => void;
}

const STEPS = 400;

/** A number by a slider, with its value beside it. */
export function Slider({ label, value, minimum, maximum, scale, mark, zero = false, onChange }: SliderProps) {
  const id = useId();
  const list = typeof scale === "string" ? null : scale;
  const steps = list ? list.length - 1 : STEPS;
  const toShare = (v: number): number =>
    scale === "log" ? Math.log(Math.max(v, minimum) / minimum) / Math.log(maximum / minimum) : (v - minimum) / (maximum - minimum);
  const fromShare = (share: number): number => {
    if (zero && share === 0) return 0;
    return Number((scale === "log" ? minimum * (maximum / minimum) ** share : minimum + (maximum - minimum) * share).toPrecision(4));
  };
  const position = list
    ? Math.max(0, list.indexOf(value))
    : Math.round(STEPS * (zero && value === 0 ? 0 : Math.min(1, Math.max(0, toShare(value)))));
  const read = (event: Event): number => {
    const at = Number((event.currentTarget as HTMLInputElement).value);
    return list ? (list[at] as number) : fromShare(at / STEPS);
  };
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <output for={id}>{shortNumber(value)}</output>
      <div class="track" style={mark ? { "--mark": String(Math.min(1, Math.max(0, toShare(mark.at)))) } : {}}>
        <input
          id={id}
          type="range"
          min={0}
          max={steps}
          step={1}
          value={position}
          aria-valuetext={shortNumber(value)}
          onInput={(event) => onChange(read(event), true)}
          onChange={(event) => onChange(read(event), false)}
        />
        {mark ? <i class="mark" title={mark.name} /> : null}
      </div>
    </div>
  );
}
