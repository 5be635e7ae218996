import { Field } from "@/components/web/Field.tsx";
import { noMailText } from "@/lib/repairs/act.ts";
import type { RepairPage, RepairSlot } from "@/lib/repairs/page.ts";
import { lostText, restsText, whenText } from "@/lib/repairs/words.ts";
import { dayOf, lengthText } from "@/lib/text/dates.ts";
import { FAILURES, repairHref } from "@/lib/text/visits.ts";
import { complaintOf, type RepairView, typedIn } from "./view.ts";

/** The three places that suit best, each one press away, and the board for any other. */
export function Given({ page, slots, winter, from, zone }: RepairView) {
  const { work_order_id, minutes, unit, client, put_aside } = page;
  return (
    <section aria-labelledby="times">
      <h2 id="times">{put_aside ? "Give it another time" : "Give it a time"}</h2>
      {put_aside && <p class="notice">{lostText(put_aside, zone)}</p>}
      {winter && <p class="notice">{restsText(winter)}</p>}
      <p>
        It takes {lengthText(minutes)}, by what was quoted. These add the least drive.{" "}
        {client.is_mailed
          ? "The client gets a mail five minutes after you choose."
          : `${noMailText(client)} It goes on the work list.`}
      </p>
      {slots.length > 0
        ? (
          <form method="post" action={`${repairHref(work_order_id)}#times`}>
            <input type="hidden" name="do" value="place" />
            <ul class="places">
              {slots.map((slot, index) => (
                <li key={`${slot.starts_at}${slot.technician_id}`}>
                  <button
                    type="submit"
                    class={index === 0 ? undefined : "second"}
                    name="place"
                    value={`${slot.starts_at}/${slot.technician_id}`}
                  >
                    {placeText(slot, zone)}
                  </button>
                </li>
              ))}
            </ul>
          </form>
        )
        : (
          <p class="notice">
            {unit.has_place
              ? "Nobody with the skill for it has such a time in these two weeks."
              : "Nobody knows where the unit is, so no drive can be reckoned."}{" "}
            Look further ahead, or put it on the board yourself.
          </p>
        )}
      <form class="filters" method="get" action={`${repairHref(work_order_id)}#times`}>
        <label>
          From <input type="date" name="from" value={from} min={page.today} />
        </label>
        <button type="submit" class="second">Look from that day on</button>
      </form>
      <p>
        <a href={`/office/board?what=repair&id=${work_order_id}`}>Any other place: on the board</a>
      </p>
    </section>
  );
}

/** "Wed, Jun 3, 2026, from 9:00 to 10:30 a.m., Luis, 12 minutes more drive" */
function placeText({ technician_name, travel_minutes, ...times }: RepairSlot, zone: string) {
  const drive = travel_minutes === 0 ? "no more drive" : `${travel_minutes} minutes more drive`;
  return `${whenText(times, zone)}, ${technician_name}, ${drive}`;
}

/** Its time, and what can become of it. */
export function Placed(view: RepairView) {
  const { page, zone } = view;
  const { task, work_order_id, today, client } = page;
  if (task === null) return null;
  const here = repairHref(work_order_id);
  const day = dayOf(task.starts_at, zone);
  const hasCome = day <= today;
  return (
    <section aria-labelledby="time">
      <h2 id="time">Its time</h2>
      <p>
        <strong>{whenText(task, zone)}</strong>, {task.technician ?? "nobody has it"}
      </p>
      <p class="buttons">
        {hasCome && <a class="button" href={`${here}/report`}>Record it from paper</a>}
        <a class="button second" href={`/office/board?day=${day}&task=${task.task_id}`}>
          Move it on the board
        </a>
      </p>
      {hasCome && <InVain {...view} />}
      <details class="fold">
        <summary>Take it off the calendar</summary>
        <form method="post" action={here} class="plain-form">
          <ThisTime task={task} />
          <p>
            The repair stays agreed to, and needs another time. {client.is_mailed
              ? "If the client knows of this one, they get a mail at once that we will be in touch."
              : noMailText(client)}
          </p>
          <button type="submit" class="second" name="do" value="unplace">Take it off</button>
        </form>
      </details>
    </section>
  );
}

/** Which time a form is about: one that came in its place meanwhile is left alone. */
const ThisTime = ({ task }: { task: NonNullable<RepairPage["task"]> }) => (
  <>
    <input type="hidden" name="task" value={task.task_id} />
    <input type="hidden" name="revision" value={task.revision} />
  </>
);

/** Somebody drove there, and it came to nothing. */
function InVain(view: RepairView) {
  const { page, refused, reportId } = view;
  return (
    <details class="fold" id="vain" open={refused?.deed === "fail"}>
      <summary>Nobody was there, or it could not be done</summary>
      <form method="post" action={`${repairHref(page.work_order_id)}#vain`} class="plain-form">
        <input type="hidden" name="report_id" value={reportId} />
        {page.task && <ThisTime task={page.task} />}
        <fieldset>
          <legend>What stopped it?</legend>
          {complaintOf(view, "fail", "reason") && (
            <p class="complaint" role="alert">{complaintOf(view, "fail", "reason")}</p>
          )}
          {Object.entries(FAILURES).map(([reason, label]) => (
            <label class="check" key={reason}>
              <input
                type="radio"
                name="reason"
                value={reason}
                required
                checked={typedIn(view, "fail", "reason") === reason}
              />
              <span>{label}</span>
            </label>
          ))}
        </fieldset>
        <Field
          name="note"
          id="vain-note"
          label="Note"
          maxLength={2000}
          lines={3}
          value={typedIn(view, "fail", "note")}
          complaint={complaintOf(view, "fail", "note")}
        />
        <button type="submit" class="second" name="do" value="fail">Record it</button>
      </form>
    </details>
  );
}

/** It is given up, for a reason. */
export function CalledOff(view: RepairView) {
  const { page, refused } = view;
  return (
    <details class="fold" id="cancel" open={refused?.deed === "cancel"}>
      <summary>Give the repair up</summary>
      <form method="post" action={`${repairHref(page.work_order_id)}#cancel`} class="plain-form">
        <input type="hidden" name="shown" value={page.shown} />
        <p>Nobody follows it up any more. A unit that is out of service stays so.</p>
        <Field
          name="reason"
          id="cancel-reason"
          label="Why"
          maxLength={500}
          value={typedIn(view, "cancel", "reason")}
          complaint={complaintOf(view, "cancel", "reason")}
          required
        />
        <button type="submit" class="danger" name="do" value="cancel">Give it up</button>
      </form>
    </details>
  );
}
