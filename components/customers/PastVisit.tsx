import type { ComponentChildren } from "preact";
import { dayOf, shortDayText, unbroken } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { fullName } from "@/lib/text/units.ts";
import type { HistoryVisit } from "@/lib/customers/history.ts";
import { invoiceMark, outcomeMark, signerText } from "@/lib/customers/words.ts";
import {
  certificateText,
  chargeText,
  partText,
  photosText,
  repairText,
} from "@/lib/text/visits.ts";
import { StateMark } from "@/components/web/StateMark.tsx";

/** A visit that was: its outcome, what was found and used, and what came of it. */
export function PastVisit(
  { visit, zone, ofSeveral }: { visit: HistoryVisit; zone: string; ofSeveral: boolean },
) {
  const { technician_name, failed, parts, certificates, invoices, repairs } = visit;
  const what = ofSeveral ? capitalized(fullName(visit)) : "Visit";
  const name = technician_name ? `${what}, by ${technician_name}` : what;
  // When it was done may be another day than it was planned for.
  const planned = dayOf(visit.at, zone);
  return (
    <>
      <time dateTime={visit.on_day}>{unbroken(shortDayText(visit.on_day))}</time>
      <div>
        <h3>
          <a href={`/office/visits/${visit.visit_id}`}>{name}</a>
        </h3>
        {planned !== visit.on_day && (
          <p class="soft">Planned for {unbroken(shortDayText(planned))}</p>
        )}
        {failed.length > 0 && (
          <ul class="failed">
            {failed.map(({ label, note, safety_critical }) => (
              <li key={label}>
                {label}
                {safety_critical && <small>Safety</small>}
                {note && <q>{note}</q>}
              </li>
            ))}
          </ul>
        )}
        <dl class="facts">
          <Fact name="Found">{visit.findings}</Fact>
          <Fact name="Told the client">{visit.advice_to_client}</Fact>
          <Fact name="Parts">
            {lines(parts.map((part) => `${partText(part)}, ${chargeText(part.charge)}`))}
          </Fact>
          <Fact name="Photos">{visit.photos > 0 && photosText(visit.photos)}</Fact>
          <Fact name="Signed">{signerText(visit)}</Fact>
          <Fact name="Certificate">
            {lines(certificates.map((certificate) => (
              <>
                <a href={`/office/certificates/${certificate.number}.pdf`}>{certificate.number}</a>
                {" "}
                {unbroken(certificateText(certificate))}
              </>
            )))}
          </Fact>
          <Fact name="Repair">{lines(repairs.map(repairText))}</Fact>
          <Fact name="Invoice">
            {lines(invoices.map((invoice) => (
              <>
                <a href={`/office/invoices/${invoice.invoice_id}`}>
                  {invoice.number ?? "Draft"}
                </a>{" "}
                <StateMark mark={invoiceMark(invoice)} />
              </>
            )))}
          </Fact>
        </dl>
      </div>
      <StateMark mark={outcomeMark(visit)} />
    </>
  );
}

const lines = (each: ComponentChildren[]): ComponentChildren =>
  each.length === 0 ? null : each.map((line, index) => <div key={index}>{line}</div>);

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  if (!children) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
