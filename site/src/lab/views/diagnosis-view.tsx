import { views } from "../store";
import { shortNumber } from "./plot";
import { Stems } from "./stems";

/** What K is, in words; the witness where it is the matrix of no kernel. */
export function DiagnosisView() {
  const found = views.value;
  if (!found) return <p class="empty">…</p>;
  const { rank, n, conditionNumber, interpolates, attainableLoss, explanation, witness, duplicates } = found;
  const negative = found.eigenvalues.filter((value) => value < -found.tolerance).length;
  return (
    <div class="diagnosis" data-view="diagnosis">
      <dl class="facts">
        <div>
          <dt>rank</dt>
          <dd>
            {rank} <small>of {n}</small>
          </dd>
        </div>
        <div>
          <dt>condition</dt>
          <dd>{Number.isFinite(conditionNumber) ? shortNumber(conditionNumber) : "∞"}</dd>
        </div>
        <div>
          <dt>least loss</dt>
          <dd>{attainableLoss === null ? "–" : interpolates ? "0" : shortNumber(attainableLoss)}</dd>
        </div>
        <div>
          <dt>negative</dt>
          <dd>{negative}</dd>
        </div>
      </dl>
      <p>{explanation}</p>
      {duplicates.length > 0 ? (
        <p>
          Equal points:{" "}
          {duplicates
            .slice(0, 6)
            .map(([a, b]) => `${a + 1} and ${b + 1}`)
            .join(", ")}
          .
        </p>
      ) : null}
      {witness ? (
        <div>
          <p>
            The witness <i>q</i>: with these weights qᵀKq = <b>{shortNumber(witness.value)}</b>, less than 0. No inner product can do that.
          </p>
          <Stems name="witness" values={witness.q} yLabel="q" label={`The witness q, with qᵀKq = ${shortNumber(witness.value)}`} />
        </div>
      ) : null}
    </div>
  );
}
