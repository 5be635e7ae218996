import { PhotoGallery } from "@/components/web/PhotoGallery.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { shortDayText, timeText, unbroken } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { conditionMark } from "@/lib/text/units.ts";
import { repairNumber } from "@/lib/text/visits.ts";
import type { RepairSheet } from "@/lib/visits/repair.ts";
import type { Stop } from "@/lib/visits/shapes.ts";
import { stopHref, techRepairHref } from "@/lib/visits/words.ts";
import { BackRow, Thumb } from "./Bars.tsx";
import { PaymentForm, type TypedPayment } from "./PaymentForm.tsx";
import { RepairedUnit } from "./RepairJob.tsx";

/** A repair that is done: what it came to, and what is paid at the door. */
export function RepairOver({ sheet, done, payment, next, zone, isNew }: {
  sheet: RepairSheet;
  done: NonNullable<RepairSheet["done"]>;
  payment: TypedPayment;
  /** The job that is next on the day. */
  next?: Stop;
  zone: string;
  isNew: boolean;
}) {
  const { work_order_id, number, stop } = sheet;
  const { condition, certificate, repair_ordered, invoice, repaired_on } = done;
  // Those of another phone, which came when it was done, among them.
  const photos = [...done.photos, ...sheet.photos];
  return (
    <>
      <BackRow href="/tech" to="Today" />
      <div class="tech flow">
        <Title focused={isNew} isError={payment.complaint !== undefined}>Repair finished</Title>
        <p class="lead">
          {[stop.client_name, repairNumber(number)].filter(Boolean).join(", ")},{" "}
          {unbroken(shortDayText(repaired_on))}
        </p>
        <RepairedUnit sheet={sheet} />
        <dl class="facts">
          <dt>Unit</dt>
          <dd>
            <StateMark mark={conditionMark({ condition })} />
          </dd>
          <dt>Certificate</dt>
          <dd>{certificate?.number ?? "None"}</dd>
          {repair_ordered && (
            <>
              <dt>What still fails</dt>
              <dd>The office has it, and quotes it to the client.</dd>
            </>
          )}
        </dl>
        {invoice && Number(invoice.balance) > 0 && (
          <PaymentForm action={techRepairHref(work_order_id)} invoice={invoice} typed={payment} />
        )}
        {invoice && Number(invoice.balance) <= 0 && (
          <p class="mark done">
            {Number(invoice.total) === 0 ? "Nothing to pay" : `Paid: ${moneyText(invoice.total)}`}
          </p>
        )}
        {photos.length > 0 && (
          // Loaded when it is opened: the line at the door may be thin.
          <details class="fold">
            <summary>Photos ({photos.length})</summary>
            <PhotoGallery at={techRepairHref(work_order_id)} photos={photos} />
          </details>
        )}
      </div>
      <Thumb>
        {next
          ? (
            <a class="button" href={stopHref(next) ?? "/tech"} aria-current="false">
              Next job: {next.client_name}, {timeText(next.starts_at, zone)}
            </a>
          )
          : <a class="button" href="/tech" aria-current="false">Back to today</a>}
      </Thumb>
    </>
  );
}
