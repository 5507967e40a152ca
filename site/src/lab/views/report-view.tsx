import { calm, views } from "../store";

/** What the solver did, how far it can be trusted, and what held when the model was checked anew. */
export function ReportView() {
  const found = calm.value?.fit;
  if (!found) return <p class="empty">…</p>;
  const claims = views.value?.claims ?? [];
  const checked = claims.filter(({ holds }) => holds !== null);
  return (
    <div class="report" data-view="report">
      <p class="reason">{found.reason}.</p>
      <dl>
        {found.report.map(({ name, value, meaning }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <b>{value}</b> <small>{meaning}</small>
            </dd>
          </div>
        ))}
      </dl>
      {found.warnings.map((warning) => (
        <p key={warning} class="warning">
          {warning}
        </p>
      ))}
      {checked.length > 0 ? (
        <details>
          <summary>
            Certificate: {checked.filter(({ holds }) => holds).length} of {checked.length} claims hold
          </summary>
          <ul class="claims">
            {claims.map(({ claim, holds, reason }) => (
              <li key={claim} class={holds === null ? "open" : holds ? "holds" : "fails"}>
                {claim} <small>{reason}</small>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
