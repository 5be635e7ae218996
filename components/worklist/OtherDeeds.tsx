import { Field } from "@/components/web/Field.tsx";
import { activityHref } from "@/lib/worklist/filter.ts";
import { NextField } from "./NextField.tsx";
import type { WorkView } from "./view.ts";

/** What is not a call: whose it is, that it is done, that it waits. */
export function OtherDeeds({ activity, work, filter, refused, typed }: WorkView) {
  const { activity_id, staff, owner, owner_id, is_mine, next_week, customer_id, shown } = activity!;
  const action = activityHref(activity_id, filter);
  return (
    <div class="deeds">
      <form method="post" action={action} class="owner-form">
        <input type="hidden" name="shown" value={shown} />
        <span>{is_mine ? "Yours." : owner ? `${owner} has it.` : "Nobody has it."}</span>
        {!is_mine && <button type="submit" class="quiet" name="do" value="take">Take it</button>}
        <label>
          <span class="unseen">Give it to</span>
          <select name="staff_id">
            <option value="">Nobody</option>
            {staff.map(({ staff_id, name }) => (
              <option key={staff_id} value={staff_id} selected={staff_id === owner_id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="quiet" name="do" value="give">Give it</button>
      </form>
      <details class="fold" open={refused?.field === "outcome" || customer_id === null}>
        <summary>Close it, or put it off, without a call</summary>
        <form method="post" action={action} class="plain-form">
          <NextField work={work} activityId={activity_id} />
          <input type="hidden" name="shown" value={shown} />
          <Field
            name="outcome"
            label="What came of it"
            maxLength={2000}
            required
            value={typed?.outcome ?? ""}
            complaint={refused?.field === "outcome" ? refused.complaint : undefined}
          />
          <button type="submit" class="second" name="do" value="close">Close it</button>
        </form>
        <form method="post" action={action} class="plain-form">
          <NextField work={work} activityId={activity_id} />
          <input type="hidden" name="shown" value={shown} />
          <Field
            name="reason"
            label="Why it waits"
            maxLength={2000}
            required
            value={typed?.reason ?? ""}
          />
          <Field
            name="due_on"
            label="Until"
            type="date"
            value={typed?.due_on ?? next_week}
          />
          <button type="submit" class="second" name="do" value="postpone">Put it off</button>
        </form>
      </details>
    </div>
  );
}
