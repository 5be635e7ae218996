import { Field } from "@/components/web/Field.tsx";
import { dayOf, shortDayText } from "@/lib/text/dates.ts";
import { conditionMark } from "@/lib/text/units.ts";
import { moneyText } from "@/lib/text/money.ts";
import { addressText, mailName, mailText } from "@/lib/text/mails.ts";
import { capitalized, kindName } from "@/lib/text/names.ts";
import { repairHref, repairText } from "@/lib/text/visits.ts";
import type { VisitCertificate, VisitInvoice } from "@/lib/visits/page.ts";
import { certificateMark, invoiceText, officeHref } from "@/lib/visits/office_words.ts";
import { unitMark } from "@/lib/visits/words.ts";
import { StateMark } from "@/components/web/StateMark.tsx";
import type { VisitView } from "./view.ts";

/** What came of a visit, each with the way there. */
export function VisitOutcome(view: VisitView) {
  const { page } = view;
  const { certificates, invoices, repairs, others, next_due_on, unit, state } = page;
  return (
    <section aria-labelledby="outcome">
      <h2 id="outcome">{state === "done" ? "What came of it" : "What belongs to it"}</h2>
      <dl class="facts">
        <dt>Unit</dt>
        <dd>
          <StateMark mark={conditionMark(unit)} />
          <small>
            <a href={`/office/units/${unit.unit_id}`}>All that happened to it</a>
          </small>
        </dd>
        <dt>{next_due_on ? "Next due" : "Due"}</dt>
        <dd>{shortDayText(next_due_on ?? page.due_on)}</dd>
        <dt>Certificate</dt>
        {certificates.length === 0 && <dd>None</dd>}
        {certificates.map((each) => <Certificate key={each.number} certificate={each} />)}
        <dt>Invoice</dt>
        {invoices.length === 0 && <dd>None</dd>}
        {invoices.map((each) => <Invoice key={each.invoice_id} invoice={each} />)}
        {repairs.length > 0 && <dt>Repair</dt>}
        {repairs.map((repair) => (
          <dd key={repair.number}>
            <a href={repairHref(repair.work_order_id)}>{repairText(repair)}</a>
          </dd>
        ))}
        {others.length > 0 && <dt>Same stop</dt>}
        {others.map(({ visit_id, kind, state }) => (
          <dd key={visit_id}>
            <a href={officeHref(visit_id)}>{capitalized(kindName(kind))}</a>{" "}
            <StateMark mark={unitMark({ state })} />
          </dd>
        ))}
      </dl>
      <Mails {...view} />
      {certificates.filter(({ state }) => state !== "revoked").map((each) => (
        <Revoke key={each.number} {...view} certificate={each} />
      ))}
    </section>
  );
}

function Certificate({ certificate }: { certificate: VisitCertificate }) {
  const { number, code, after_repair, revoked_reason } = certificate;
  return (
    <dd>
      <a href={`/office/certificates/${number}.pdf`}>{number} (PDF)</a>{" "}
      <StateMark mark={certificateMark(certificate)} />
      {after_repair && <small>after the repair</small>}
      {revoked_reason && <small>“{revoked_reason}”</small>}
      <small>
        <a href={`/verify/${code}`}>What others see of it</a>
      </small>
    </dd>
  );
}

function Invoice({ invoice }: { invoice: VisitInvoice }) {
  return (
    <dd>
      <a href={`/office/invoices/${invoice.invoice_id}`}>{invoice.number ?? "Draft"}</a>,{" "}
      {moneyText(invoice.total)}
      <small>{invoiceText(invoice)}</small>
    </dd>
  );
}

/** What the client was mailed, and the summary once more for whoever has lost it. */
function Mails({ page, zone }: VisitView) {
  const { mails, visit_id, state, certificates } = page;
  const withPapers = certificates.some(({ state }) => state !== "revoked");
  return (
    <>
      <details class="fold">
        <summary>{mails.length === 0 ? "No mail yet" : `Mails (${mails.length})`}</summary>
        <ul>
          {mails.map(({ message_id, kind, recipient, state, at }) => (
            <li key={message_id}>
              {mailName(kind)} to {addressText(recipient)}: {mailText(state)},{" "}
              {shortDayText(dayOf(at, zone))}
            </li>
          ))}
        </ul>
      </details>
      {state === "done" && (
        <form method="post" action={`${officeHref(visit_id)}#outcome`}>
          <button type="submit" class="second" name="do" value="send">
            Mail the summary again{withPapers && ", with the certificate"}
          </button>
        </form>
      )}
    </>
  );
}

/** An administrator withdraws a certificate for good. */
function Revoke(
  { certificate, page, refused, typed, isAdmin }: VisitView & { certificate: VisitCertificate },
) {
  const { number } = certificate;
  if (!isAdmin) return <p class="soft">Only an administrator can revoke {number}.</p>;
  const isThis = refused?.deed === "revoke" && typed.number === number;
  return (
    <details class="fold" open={isThis} id="revoke">
      <summary>Revoke {number}</summary>
      <form method="post" action={`${officeHref(page.visit_id)}#revoke`} class="plain-form">
        <input type="hidden" name="number" value={number} />
        <p>For good. Whoever holds it reads at its code that it does not count any more.</p>
        <Field
          name="reason"
          id={`reason-${number}`}
          label={`Why ${number} is revoked`}
          complaint={isThis && refused.field === "reason" ? refused.complaint : undefined}
          value={isThis ? typed.reason : ""}
          required
          maxLength={500}
        />
        <button type="submit" class="danger" name="do" value="revoke">Revoke it</button>
      </form>
    </details>
  );
}
