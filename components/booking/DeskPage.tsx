import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import { deskDay, didText, whyClosed } from "@/lib/booking/desk_words.ts";
import { lengthText, shortDayText, unbroken } from "@/lib/text/dates.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import { fullName } from "@/lib/text/units.ts";
import type { DeskView } from "./desk_view.ts";
import { DeskCancel } from "./DeskCancel.tsx";
import { DeskChoice } from "./DeskChoice.tsx";
import { DeskDetails } from "./DeskDetails.tsx";
import { DeskTimes } from "./DeskTimes.tsx";
import { DeskVisit } from "./DeskVisit.tsx";
import { OtherTime } from "./OtherTime.tsx";

/** Booking with the client on the phone: a time, the sentence to read back, one button. */
export function DeskPage(view: DeskView) {
  const { sheet, refused } = view;
  const closed = whyClosed(sheet);
  const title = sheet.booked ? "Visit of" : "Book a visit for";
  return (
    <div class="office at-the-desk">
      <p>
        <a href={`/office/contracts/${sheet.contract_id}`}>{unbroken(fullName(sheet.unit))}</a>
      </p>
      <Title isError={refused !== undefined && !refused.isAgain}>
        {`${title} ${sheet.client.name}`}
      </Title>
      <Standing {...view} />
      {refused && (
        <p class={`notice ${refused.isAgain ? "" : "warn"}`} role="alert">
          <strong>{refused.complaint}</strong>
        </p>
      )}
      {closed && (
        <p class="notice warn">
          <strong>{closed}</strong>{" "}
          <a href={`/office/contracts/${sheet.contract_id}`}>Go to the contract</a>
        </p>
      )}
      {view.did && <Told>{didText(view.did, sheet.client)}</Told>}
      {sheet.booked && <DeskVisit {...view} visit={sheet.booked} />}
      {view.found && (!sheet.booked || sheet.booked.can_move) && (
        sheet.booked
          ? (
            <details class="fold" open={isUnderWay(view)}>
              <summary>Another time</summary>
              <DeskForm {...view} />
            </details>
          )
          : <DeskForm {...view} />
      )}
      {sheet.booked?.can_move && <DeskCancel {...view} visit={sheet.booked} />}
    </div>
  );
}

/** Somebody is looking for another time of a visit that is booked. */
const isUnderWay = ({ wish, refused, checked }: DeskView) =>
  refused !== undefined || checked !== null || wish.task !== "";

/** Who is at the other end, what it is for, and where that stands. */
function Standing({ sheet }: DeskView) {
  const { client, due_on, today, minutes, address, booked } = sheet;
  const isLate = booked === null && due_on !== null && due_on < today;
  return (
    <>
      {client.deceased_on && (
        <p class="notice">
          <strong>
            {client.name} has died: we were told on {deskDay(client.deceased_on, today)}.
          </strong>{" "}
          Nothing is mailed to that name. Book only what the family asks for.
        </p>
      )}
      <p class="facts-line">
        {due_on && (
          <>
            {isLate
              ? <StateMark mark={{ text: `Was due ${shortDayText(due_on)}`, shape: "late" }} />
              : `Due ${unbroken(shortDayText(due_on))}`}
          </>
        )}
        {minutes !== null && <span>{lengthText(minutes)}</span>}
        {address && <span>{address}</span>}
        {client.phone && <a class="phone" href={phoneHref(client.phone)}>{client.phone}</a>}
        <a href={`/office/clients/${client.customer_id}`}>All about {client.name}</a>
      </p>
      {client.reach_note && <p class="soft">{client.reach_note}</p>}
    </>
  );
}

/** One form: whichever of its buttons is pressed, nothing that was typed or ticked is lost. */
function DeskForm(view: DeskView) {
  const { sheet, wish, checked } = view;
  return (
    <form method="post" class="desk-form">
      {/* What Enter in a field does: look again, and book nothing. */}
      <button class="unseen" type="submit" name="do" value="show" tabIndex={-1} aria-hidden="true">
        Look again
      </button>
      {wish.at && <input type="hidden" name="at" value={wish.at} />}
      {wish.technician && <input type="hidden" name="technician" value={wish.technician} />}
      {wish.whole && <input type="hidden" name="whole" value={wish.whole} />}
      {sheet.booked && (
        <>
          <input type="hidden" name="task" value={sheet.booked.task_id} />
          <input type="hidden" name="revision" value={sheet.booked.revision} />
        </>
      )}
      {checked !== null && <input type="hidden" name="told" value={wish.units.join(" ")} />}
      <div class="choosing">
        <DeskTimes {...view} />
        <OtherTime {...view} />
      </div>
      <div class="saying">
        <DeskDetails {...view} />
        <DeskChoice {...view} />
      </div>
    </form>
  );
}
