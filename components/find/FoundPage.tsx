import { Title } from "@/components/web/Title.tsx";
import type { Kind } from "@/lib/find/found.ts";
import { type FoundGroup, LABELS } from "@/lib/find/rows.ts";
import { readPhone } from "@/lib/text/read_phone.ts";
import { FoundList } from "./FoundList.tsx";

interface Shown {
  typed: string;
  /** The only kind of which something is listed; all of them where none is named. */
  kind: Kind | undefined;
  total: number;
  groups: FoundGroup[];
}

/** Everything that fits what was typed, kind by kind. */
export function FoundPage({ typed, kind, total, groups }: Shown) {
  return (
    <div class="office finding">
      <Title>{typed ? `${resultsText(total)} for “${typed}”` : "Find anything"}</Title>
      <p class="hint">
        Names, phones, e-mails, addresses, postal codes, serials, orders, invoices, certificates.
        Accents, spaces and dashes don't matter.
      </p>
      {total > 0 && <Kinds typed={typed} kind={kind} total={total} groups={groups} />}
      {typed !== "" && total === 0 ? <NothingFound typed={typed} /> : <FoundList groups={groups} />}
      {kind && <More group={groups.find((group) => group.kind === kind)} />}
    </div>
  );
}

function resultsText(total: number): string {
  if (total === 0) return "Nothing found";
  return total === 1 ? "1 result" : `${total.toLocaleString("en-CA")} results`;
}

const searchHref = (typed: string, kind?: Kind) =>
  `/office/search?${new URLSearchParams({ q: typed, ...(kind && { kind }) })}`;

/** How much was found of each kind, each a way to it alone. */
function Kinds({ typed, kind, total, groups }: Shown) {
  const ways = [
    { kind: undefined, label: "All", count: total },
    ...groups.toSorted((a, b) => order(a.kind) - order(b.kind)),
  ];
  return (
    <nav aria-label="Kinds of results">
      <ul class="chips">
        {ways.map((way) => (
          <li key={way.label}>
            <a href={searchHref(typed, way.kind)} aria-current={way.kind === kind ? "true" : false}>
              {way.label} <b>{way.count.toLocaleString("en-CA")}</b>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const order = (kind: Kind) => Object.keys(LABELS).indexOf(kind);

/** That there is more than a page shows, and how to see it. */
function More({ group }: { group: FoundGroup | undefined }) {
  if (!group || group.count <= group.rows.length) return null;
  return (
    <p>
      {`The first ${group.rows.length} of ${group.count.toLocaleString("en-CA")}. `}
      Add a word, such as the city, to see fewer.
    </p>
  );
}

/** What was searched, and what to try. */
function NothingFound({ typed }: { typed: string }) {
  return (
    <section class="empty">
      <p>
        Clients and contracts were searched for every word of it, serials and orders for a beginning
        like it, invoices and certificates for that number. Try a part of it: the surname alone, or
        the last four digits of the phone.
      </p>
      <p>
        <NewClient typed={typed} />
      </p>
    </section>
  );
}

/** Whoever is not on record yet is entered with the number, or the name, that was looked for. */
function NewClient({ typed }: { typed: string }) {
  const phone = readPhone(typed);
  const known = new URLSearchParams([phone ? ["phone", phone] : ["name", typed]]);
  return (
    <a class="button second" href={`/office/clients/new?${known}`}>
      {phone ? "New client with this number" : "New client with this name"}
    </a>
  );
}
