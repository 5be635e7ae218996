import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { checkWords, examplesText, type GoLiveCheck } from "@/lib/custody/go_live.ts";

/** What is missing before going live: what has to be done, what is better done, and what is ready. */
export function GoLivePage({ checks }: { checks: GoLiveCheck[] }) {
  const musts = checks.filter(({ must, count }) => must && count > 0);
  const shoulds = checks.filter(({ must, count }) => !must && count > 0);
  const ready = checks.filter(({ count }) => count === 0);
  return (
    <div class="office">
      <p class="crumb">
        <a href="/office/settings">Settings</a>
      </p>
      <Title>Before going live</Title>
      <p>
        <strong>{ready.length} of {checks.length} things are ready.</strong>{" "}
        {remainderText(musts.length, shoulds.length)}
      </p>
      <progress max={checks.length} value={ready.length} aria-label="Ready">
        {ready.length} of {checks.length}
      </progress>
      <Lacking title="Must be done first" checks={musts} state="Missing" />
      <Lacking title="Better done before" checks={shoulds} state="Better before" />
      <section aria-labelledby="yours">
        <h2 id="yours">What only you can see</h2>
        <p>
          Whether a backup was read back once, and whether a mail to an address of your own arrived
          and not among the spam.
        </p>
      </section>
      {ready.length > 0 && (
        <details class="fold">
          <summary>Ready ({ready.length})</summary>
          <ul class="ready">
            {ready.map((check) => (
              <li key={check.check}>
                <StateMark mark={{ shape: "done", text: checkWords(check).ready }} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function remainderText(musts: number, shoulds: number): string {
  if (musts === 0 && shoulds === 0) return "Nothing is missing.";
  const must = musts === 0 ? "Nothing has to be done first" : `${musts} must be done first`;
  return shoulds === 0 ? `${must}.` : `${must}, ${shoulds} better before.`;
}

function Lacking({ title, checks, state }: {
  title: string;
  checks: GoLiveCheck[];
  state: string;
}) {
  if (checks.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title} ({checks.length})</h2>
      <table class="list nights">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">State</th>
            <th scope="col">Next</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => {
            const { lacking, why, href, label, saysAll } = checkWords(check);
            return (
              <tr key={check.check}>
                <th scope="row">
                  {lacking}
                  {!saysAll && <span class="lacking">: {examplesText(check)}</span>}
                  <small>{why}</small>
                </th>
                <td>
                  <StateMark mark={{ shape: check.must ? "failed" : "late", text: state }} />
                </td>
                <td>
                  <a href={href}>
                    {label}
                    <span class="unseen">: {lacking}</span>
                  </a>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
