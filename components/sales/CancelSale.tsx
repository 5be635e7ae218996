import { Field } from "@/components/web/Field.tsx";
import { keptText, orderHref } from "@/lib/sales/words.ts";
import { appointmentText } from "@/lib/text/dates.ts";
import { counted } from "@/lib/text/names.ts";
import type { OrderView } from "./view.ts";

/** The sale does not stand any more: what follows is told before. */
export function CancelSale({ page, zone, refused, reason }: OrderView) {
  const isRefused = refused?.deed === "cancel";
  return (
    <details class="fold" id="cancel" open={isRefused}>
      <summary>
        <span>Cancel the sale</span>
        <small>its contracts end, and what is booked is called off</small>
      </summary>
      <form method="post" action={`${orderHref(page.order_id)}#cancel`} class="plain-form">
        <input type="hidden" name="shown" value={page.shown} />
        {isRefused && <p class="complaint" role="alert">{refused.complaint}</p>}
        <Consequences page={page} zone={zone} />
        <Field
          name="reason"
          id="cancel-reason"
          label="Why"
          hint="For whoever looks at it later. It can stay empty."
          value={reason}
          maxLength={500}
        />
        <button type="submit" name="do" value="cancel" class="danger">Cancel the sale</button>
      </form>
    </details>
  );
}

function Consequences({ page: { ends, state }, zone }: Pick<OrderView, "page" | "zone">) {
  if (ends === null) {
    return <p>{state === "draft" && "It is a draft: nothing follows from it."}</p>;
  }
  if (ends.begun) {
    return <p>Not now: a technician is at work on a unit of it. Wait until the visit is over.</p>;
  }
  return (
    <ul class="plain-list">
      <li>
        {ends.contracts === 0
          ? "No contract ends."
          : `${counted(ends.contracts, "contract")} without a visit so far ${
            ends.contracts === 1 ? "ends" : "end"
          }.`}
      </li>
      {ends.visits.map((at) => (
        <li key={String(at)}>
          The visit of {appointmentText(at, zone)}{" "}
          is called off. The client is told by mail, or is on the work list to be called.
        </li>
      ))}
      {ends.units > 0 && (
        <li>
          {counted(ends.units, "unit")} {ends.units === 1 ? "is" : "are"}{" "}
          out of use: the serial number is free for the next sale.
        </li>
      )}
      {ends.kept.map(({ unit_id, why }) => (
        <li key={unit_id}>
          <a href={`/office/units/${unit_id}`}>A unit</a> {keptText(why)}.
        </li>
      ))}
    </ul>
  );
}
