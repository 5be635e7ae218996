import { UnitIcon } from "@/components/web/UnitIcon.tsx";
import { phoneHref } from "@/lib/text/phone.ts";
import { capitalized } from "@/lib/text/names.ts";
import { fullName } from "@/lib/text/units.ts";
import { monthText } from "@/lib/text/dates.ts";
import type { Stop, WorkUnit } from "@/lib/visits/shapes.ts";
import { mapHref } from "@/lib/visits/words.ts";

/** To call, and to be led there: two big targets. */
export function Reach({ stop }: { stop: Stop }) {
  const phone = stop.client?.phone;
  const map = mapHref(stop);
  if (!phone && !map) return null;
  return (
    <p class="pair">
      {phone && (
        <a class="button second big-action" href={phoneHref(phone)}>
          Call <small>{phone}</small>
        </a>
      )}
      {map && (
        <a class="button second big-action" href={map} rel="noreferrer">
          Navigate <small>opens your map</small>
        </a>
      )}
    </p>
  );
}

/** How to get in, in the client's and the office's words. */
export function Access({ stop: { access_notes, notes } }: { stop: Stop }) {
  const lines = [...access_notes, ...notes ? [notes] : []];
  if (lines.length === 0) return null;
  return (
    <section class="notice warn" aria-labelledby="access">
      <h2 id="access">Getting in</h2>
      {lines.map((line) => <p class="access" key={line}>{line}</p>)}
    </section>
  );
}

/** Whom to call where nobody opens. */
export function Contacts({ stop: { client } }: { stop: Stop }) {
  if (!client || client.contacts.length === 0) return null;
  return (
    <dl class="facts">
      <dt>If nobody opens</dt>
      {client.contacts.map(({ name, relation, phone }) => (
        <dd key={name + phone}>
          {relation ? `${name}, ${relation}` : name}{" "}
          <a class="quiet phone" href={phoneHref(phone)}>{phone}</a>
        </dd>
      ))}
    </dl>
  );
}

/** "Handicare 1000 stair lift", and what else tells it from others. */
export function UnitLine({ unit, children }: { unit: WorkUnit; children?: string }) {
  const known = [
    unit.serial_number && `serial ${unit.serial_number}`,
    unit.installed_on && `put in ${monthText(unit.installed_on)}`,
    children,
  ].filter(Boolean);
  return (
    <p class="unit-line">
      <UnitIcon category={unit.category} />
      <span>
        <strong>{capitalized(fullName(unit))}</strong>
        {known.length > 0 && (
          <>
            <br />
            <span class="soft">{known.join(" · ")}</span>
          </>
        )}
      </span>
    </p>
  );
}
