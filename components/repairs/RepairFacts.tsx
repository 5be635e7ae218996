import { StateMark } from "@/components/web/StateMark.tsx";
import { batteryMark } from "@/lib/text/batteries.ts";
import { shortDayText, unbroken } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { capitalized } from "@/lib/text/names.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import { reachText } from "@/lib/text/reach.ts";
import { conditionMark, fullName } from "@/lib/text/units.ts";
import { certificateText } from "@/lib/text/visits.ts";
import type { RepairView } from "./view.ts";

/** For whom and for what the repair is, and the papers that came of it. */
export function RepairFacts({ page }: RepairView) {
  const { client, unit, visit, failed, battery, certificates, invoices, contract_id } = page;
  return (
    <section aria-labelledby="about">
      <h2 id="about">What it is about</h2>
      <dl class="facts">
        <dt>Client</dt>
        <dd>
          <a href={`/office/clients/${client.customer_id}`}>{client.name}</a>
          {client.phone && (
            <small>
              <a class="phone" href={phoneHref(client.phone)}>{client.phone}</a>
            </small>
          )}
          {client.reach_by !== "email" && client.reach_by !== "phone" && (
            <small>Reached by: {reachText(client.reach_by)}</small>
          )}
          {client.reach_note && <small>“{client.reach_note}”</small>}
          {client.deceased_on && <small>Has died ({shortDayText(client.deceased_on)})</small>}
        </dd>
        {client.contacts.map(({ name, relation, phone }) => (
          <dd key={name}>
            {relation ? `${name}, ${relation}` : name}
            {phone && (
              <small>
                <a class="phone" href={phoneHref(phone)}>{phone}</a>
              </small>
            )}
          </dd>
        ))}
        <dt>Unit</dt>
        <dd>
          <a href={`/office/units/${unit.unit_id}`}>{capitalized(fullName(unit))}</a>
          {unit.serial_number && <small>Serial {unit.serial_number}</small>}
          <small>
            <StateMark mark={conditionMark(unit)} />
          </small>
          {unit.address && <small>{unit.address}</small>}
        </dd>
        {battery?.is_old && (
          <>
            <dt>Battery</dt>
            <dd>
              <StateMark mark={batteryMark(battery)} />
            </dd>
          </>
        )}
        {failed.length > 0 && <dt>Out of order</dt>}
        {failed.map(({ position, label, note, safety_critical }) => (
          <dd key={position}>
            {label} {safety_critical && <span class="mark safety">safety</span>}
            {note && <small>“{note}”</small>}
          </dd>
        ))}
        {visit && (
          <>
            <dt>Found at</dt>
            <dd>
              <a href={`/office/visits/${visit.visit_id}`}>
                The visit of {unbroken(shortDayText(visit.service_on))}
              </a>
              {visit.technician && <small>by {visit.technician}</small>}
            </dd>
          </>
        )}
        {contract_id && (
          <>
            <dt>Contract</dt>
            <dd>
              <a href={`/office/contracts/${contract_id}`}>Its maintenance</a>
            </dd>
          </>
        )}
        {certificates.length > 0 && <dt>Certificate</dt>}
        {certificates.map(({ number, ...each }) => (
          <dd key={number}>
            <a href={`/office/certificates/${number}.pdf`}>{number} (PDF)</a>
            <small>{capitalized(certificateText(each))}</small>
          </dd>
        ))}
        {invoices.length > 0 && <dt>Invoice</dt>}
        {invoices.map(({ invoice_id, number, state, total, balance }) => (
          <dd key={invoice_id}>
            <a href={`/office/invoices/${invoice_id}`}>{number ?? "Draft"}</a>, {moneyText(total)}
            <small>
              {state === "void"
                ? "Void"
                : state === "draft"
                ? "Not issued yet"
                : Number(balance) === 0
                ? "Paid"
                : `${moneyText(balance)} to pay`}
            </small>
          </dd>
        ))}
      </dl>
    </section>
  );
}
