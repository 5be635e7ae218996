import { dayOf, shortDayText } from "@/lib/text/dates.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import type { VisitPage } from "@/lib/visits/page.ts";

/** Who is visited, where, how to get in, and how to reach them. */
export function Where({ page, zone }: { page: VisitPage; zone: string }) {
  const { client, address, phone, email, access_notes, booked_by, unit, starts_at } = page;
  return (
    <section aria-labelledby="where">
      <h2 id="where">Where</h2>
      <p>
        <a href={`/office/clients/${client.customer_id}`}>{client.name}</a>
        {address && (
          <>
            <br />
            {address}
          </>
        )}
      </p>
      {phone && (
        <p>
          <a class="phone" href={phoneHref(phone)}>{phone}</a>
        </p>
      )}
      {email && <p class="words">{email}</p>}
      {access_notes && <p class="words">“{access_notes}”</p>}
      <p class="soft">
        Booked by the {booked_by} for {shortDayText(dayOf(starts_at, zone))}
        {unit.serial_number && `; serial ${unit.serial_number}`}
      </p>
    </section>
  );
}
