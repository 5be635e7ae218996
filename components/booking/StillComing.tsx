import type { Company } from "@/lib/database/shapes.ts";
import type { OpenPage } from "@/lib/booking/shapes.ts";
import { comingText } from "@/lib/text/coming.ts";
import { unbroken } from "@/lib/text/dates.ts";
import { namesOf, shortName } from "@/lib/text/units.ts";

/** A unit was taken off a visit that takes place all the same. */
export function StillComing({ page, company }: { page: OpenPage; company: Company }) {
  const visit = page.still_coming;
  if (!visit) return null;
  return (
    <p class="notice">
      <strong>
        {unbroken(comingText(visit, company.time_zone))}, for your {unbroken(namesOf(visit.units))}.
      </strong>{" "}
      Your {unbroken(shortName(page.own))}{" "}
      is not part of that visit any more. It stays due, and you can choose a time for it here.
    </p>
  );
}
