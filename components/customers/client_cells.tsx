import type { ComponentChildren } from "preact";
import { type ClientRow, kindsText, streetText } from "@/lib/customers/list.ts";
import { shortDayText } from "@/lib/text/dates.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import { reachText } from "@/lib/text/reach.ts";

/** What stands in each column of the list of clients. */
export const CLIENT_CELLS: Record<string, (row: ClientRow) => ComponentChildren> = {
  name: ({ customer_id, name, deceased_on }) => (
    <>
      <a href={`/office/clients/${customer_id}`}>{name}</a>
      {deceased_on && <small>Died {shortDayText(deceased_on)}</small>}
    </>
  ),
  phone: ({ phone }) => phone && <a class="phone" href={phoneHref(phone)}>{phone}</a>,
  email: ({ email }) => email,
  address: (row) =>
    (row.street || row.city) && (
      <>
        {streetText(row)}
        <small>{[row.city, row.postal_code].filter(Boolean).join(", ")}</small>
      </>
    ),
  units: ({ kinds }) => kindsText(kinds),
  due: ({ due_on }) => due_on && shortDayText(due_on),
  reach: ({ reach_by }) => reachText(reach_by),
};
