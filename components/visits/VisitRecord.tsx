import type { ComponentChildren } from "preact";
import { shortDayText, spanText, unbroken } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { chargeText, fromText, partText } from "@/lib/text/visits.ts";
import type { UsedPart, VisitPage, VisitRecord as Record } from "@/lib/visits/page.ts";
import { signerText, whyText } from "@/lib/visits/office_words.ts";

/** What is on record: what was found, what was used, who signed, and who wrote it down when. */
export function VisitRecord({ page, zone }: { page: VisitPage; zone: string }) {
  const { record, reason } = page;
  if (record === null) {
    return reason ? <p>{whyText(reason)}</p> : null;
  }
  const { findings, advice_to_client, parts } = record;
  return (
    <section aria-labelledby="record">
      <h2 id="record">What is on record</h2>
      {record.clock_in_doubt && (
        <p class="notice">
          <strong>The phone's clock was off.</strong>{" "}
          Times that cannot have been were set to the moment in which the report came.
        </p>
      )}
      <dl class="facts">
        {record.kind === "failed" && reason && <Fact name="Came to nothing">{whyText(reason)}
        </Fact>}
        {record.note && <Fact name="Note">{record.note}</Fact>}
        {record.service_on && <Fact name="Serviced">{workText(record, zone)}</Fact>}
        {findings && <Fact name="Found">{findings}</Fact>}
        {advice_to_client && <Fact name="Told the client">“{advice_to_client}”</Fact>}
        {record.kind === "completed" && (
          <Fact name="Parts">
            <Parts parts={parts} />
          </Fact>
        )}
        {record.kind === "completed" && (
          <Fact name="Signature">
            <Signature record={record} />
          </Fact>
        )}
        <Fact name="Written down">{fromText(record, zone)}</Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd class="words">{children}</dd>
    </>
  );
}

/** "Wed, Nov 25, 2026, from 10:02 to 11:18 a.m., 70 minutes of work" */
function workText({ service_on, started_at, finished_at, labour_minutes }: Record, zone: string) {
  return unbroken(
    [
      shortDayText(service_on!),
      started_at && finished_at && spanText(started_at, finished_at, zone),
      labour_minutes !== null &&
      `${labour_minutes} ${Number(labour_minutes) === 1 ? "minute" : "minutes"} of work`,
    ].filter(Boolean).join(", "),
  );
}

function Parts({ parts }: { parts: UsedPart[] }) {
  if (parts.length === 0) return <>None</>;
  return (
    <>
      {parts.map((part, index) => (
        <div key={index}>
          {partText(part)}, {chargeText(part.charge)}
          {part.charge !== "included" && ` at ${moneyText(part.unit_price)}`}
        </div>
      ))}
    </>
  );
}

function Signature({ record }: { record: Record }) {
  const { picture, signed_by } = record;
  return (
    <>
      {picture && (
        <img
          class="drawn"
          src={`data:image/png;base64,${picture.replace(/\s/g, "")}`}
          alt={`Signature of ${signed_by}`}
          width="320"
          height="160"
        />
      )}
      {signerText(record)}
    </>
  );
}
