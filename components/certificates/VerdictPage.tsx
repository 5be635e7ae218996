import type { ComponentChildren } from "preact";
import { CallUs } from "@/components/web/CallUs.tsx";
import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import type { KnownVerdict } from "@/lib/certificates/verify.ts";
import type { Company } from "@/lib/database/shapes.ts";
import { dayText, dueText } from "@/lib/text/dates.ts";

const FORM_HINT =
  "16 letters and digits. Spaces, dashes and small letters don't matter, and O counts as 0.";

/** The way to a verdict. It changes nothing, so the code may stand in the address, as in the square on the paper. */
function CodeForm({ code, complaint }: { code?: string; complaint?: string }) {
  return (
    <form method="get" action="/verify">
      <Field
        name="code"
        label="Code"
        hint={FORM_HINT}
        autocomplete="off"
        required
        maxLength={60}
        value={code}
        complaint={complaint}
      />
      <button type="submit">Check it</button>
    </form>
  );
}

/** Where one types the code of a record. */
export function AskForCode({ company }: { company: Company }) {
  return (
    <div class="page">
      <Title>Check an inspection record</Title>
      <p>
        Type the code printed on the record, or point a phone's camera at the square on it. Anyone
        who holds the record may check it.
      </p>
      <CodeForm />
      <CallUs company={company} />
    </div>
  );
}

/** A code that no record has. */
export function UnknownCode({ code, company }: { code: string; company: Company }) {
  return (
    <div class="page">
      <Title isError>We don't know this code</Title>
      <p class="notice danger" role="alert">
        <strong>Please check the letters.</strong> No record of ours has this code.
      </p>
      <CodeForm code={code} complaint="There are no letters I, L, O or U in our codes." />
      <CallUs company={company}>Still unknown? Before you rely on the paper, call</CallUs>
    </div>
  );
}

/** What is known of a record: nothing personal, just enough to compare with the paper in one's hand. */
export function VerdictPage({ verdict, company }: { verdict: KnownVerdict; company: Company }) {
  const { number, kind, serviced_on, expires_on } = verdict;
  return (
    <div class="page">
      <Title>{`Record ${number}`}</Title>
      <VerdictLine verdict={verdict} />
      <dl class="told">
        <Told term="Kind of unit">{kind}</Told>
        <Told term="Inspected">{dayText(serviced_on)}</Told>
        <Told term={verdict.status === "current" ? "Valid until" : "Valid until, says the paper"}>
          {dayText(expires_on)}
        </Told>
        <Told term="Issued by">{verdict.company}</Told>
      </dl>
      <p class="hint">
        For privacy we show no names or addresses. Compare the number and the dates with the paper
        in your hand.
      </p>
      <p>
        <a class="quiet" href="/verify">Check another record</a>
      </p>
      <CallUs company={company}>
        {verdict.status === "current" ? undefined : "To have the unit looked at, call"}
      </CallUs>
    </div>
  );
}

function VerdictLine({ verdict }: { verdict: KnownVerdict }) {
  switch (verdict.status) {
    case "current":
      return (
        <p class="notice lead">
          <strong>Current.</strong> This record is genuine.
        </p>
      );
    case "expired":
      return (
        <p class="notice danger lead">
          <strong>Expired.</strong> This record was genuine and ran out on{" "}
          {dueText(verdict.expires_on)}. It says nothing about the unit today.
        </p>
      );
    case "superseded":
      return (
        <p class="notice danger lead">
          <strong>Replaced.</strong> This record was genuine. The unit was inspected again on{" "}
          {dueText(verdict.inspected_again_on)}: ask for the paper of that day.
        </p>
      );
    case "revoked":
      return (
        <p class="notice danger lead">
          <strong>Withdrawn.</strong> Please don't rely on this record. We withdrew it on{" "}
          {dueText(verdict.revoked_on)}.
        </p>
      );
  }
}

function Told({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
