import { CallButton } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { instantText, unbroken } from "@/lib/text/dates.ts";
import { namesOf } from "@/lib/text/units.ts";

/** The time of a visit is over, and nobody has told us yet what became of it: a person asks, not a page. */
export function VisitPassed({ page, company }: ViewOf<"passed"> & PageParts) {
  const { appointment } = page;
  const when = instantText(appointment.starts_at, company.time_zone);
  return (
    <div class="page">
      <Title>We will call you about your visit</Title>
      <p class="lead">
        Your visit for your {namesOf(appointment.units)} was on{" "}
        <strong>{unbroken(when)}</strong>. Our technician has not written it up yet.
      </p>
      <p>
        If everything was done, there is nothing for you to do. If nobody came, we are sorry: a
        person from our office will call you to find another time. You can also call us now.
      </p>
      <CallButton company={company} />
    </div>
  );
}
