import { Title } from "@/components/web/Title.tsx";
import { shortDayText, unbroken } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { capitalized } from "@/lib/text/names.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import { conditionMark, fullName } from "@/lib/text/units.ts";
import type {
  ClientHistory,
  HistoryStep,
  KnownClient,
  KnownUnit,
} from "@/lib/customers/history.ts";
import { contractText, suppressedText } from "@/lib/customers/words.ts";
import { Paper } from "./Paper.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { Timeline } from "./Timeline.tsx";
import { Coming } from "./UnitPage.tsx";

/** A client: how to reach them, what they have, what they owe, and all that happened. */
export function ClientPage({ history, step, company, zone }: {
  history: ClientHistory;
  step: HistoryStep;
  company: string;
  zone: string;
}) {
  const { client, units, today } = history;
  return (
    <Paper about={client.name} today={today} company={company}>
      <Title>{client.name}</Title>
      <Reach client={client} />
      <Units units={units} zone={zone} />
      <Timeline
        history={history}
        step={step}
        path={`/office/clients/${client.customer_id}`}
        zone={zone}
        ofSeveral
      />
    </Paper>
  );
}

function Reach({ client }: { client: KnownClient }) {
  const { phone, email, address, suppressed, contacts, open_balance } = client;
  return (
    <section aria-labelledby="reach">
      <h2 id="reach" class="unseen">How to reach {client.name}</h2>
      <dl class="facts">
        <dt>Phone</dt>
        <dd>{phone ? <a class="phone" href={phoneHref(phone)}>{phone}</a> : "None is known"}</dd>
        <dt>E-mail</dt>
        <dd>
          {email ?? "None is known"}
          <Dead reason={suppressed} />
        </dd>
        <dt>Address</dt>
        <dd>{address ?? "None is known"}</dd>
        {contacts.length > 0 && (
          <>
            <dt>Contacts</dt>
            {contacts.map((contact) => (
              <dd key={contact.name + contact.email}>
                <Contact contact={contact} />
              </dd>
            ))}
          </>
        )}
        <dt>To pay</dt>
        <dd>
          {Number(open_balance) === 0
            ? "Nothing is open"
            : <StateMark mark={{ text: `${moneyText(open_balance)} open`, shape: "late" }} />}
        </dd>
      </dl>
    </section>
  );
}

const RECEIVES = {
  beside: "gets every mail as well",
  instead: "gets the mails instead",
  nothing: "gets no mails",
};

function Contact({ contact }: { contact: KnownClient["contacts"][number] }) {
  const { name, relation, phone, email, receives, is_payer, suppressed } = contact;
  return (
    <>
      {relation ? `${name}, ${relation}` : name}{" "}
      {phone && <a class="phone" href={phoneHref(phone)}>{phone}</a>}
      <small>
        {[email, email && RECEIVES[receives], is_payer && "pays the invoices"].filter(Boolean)
          .join(", ")}
      </small>
      <Dead reason={suppressed} />
    </>
  );
}

/** That an address is not written to. */
function Dead({ reason }: { reason: KnownClient["suppressed"] }) {
  const text = suppressedText(reason);
  return text && <small>{capitalized(text)}</small>;
}

function Units({ units, zone }: { units: KnownUnit[]; zone: string }) {
  return (
    <section aria-labelledby="units">
      <h2 id="units">Units</h2>
      {units.length === 0 ? <p>None is known.</p> : (
        <ul class="units">
          {units.map((unit) => (
            <li key={unit.unit_id}>
              <div>
                <a href={`/office/units/${unit.unit_id}`}>{capitalized(fullName(unit))}</a>
                <small>
                  {[unit.serial_number && `Serial ${unit.serial_number}`, contractText(unit)]
                    .filter(Boolean).join(" · ")}
                </small>
              </div>
              <StateMark mark={conditionMark(unit)} />
              <div>
                {unit.due_on && `Due ${unbroken(shortDayText(unit.due_on))}`}
                {unit.coming && (
                  <small>
                    Visit <Coming coming={unit.coming} zone={zone} />
                  </small>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
