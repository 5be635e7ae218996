import { workHref } from "@/lib/worklist/filter.ts";
import type { WorkView } from "./view.ts";

/** What can be done with those that are ticked. Both need a reason, which stays on record. */
export function Bulk({ work, filter, refused, typed }: WorkView) {
  return (
    <details class="fold" open={refused !== undefined}>
      <summary>With those that are ticked</summary>
      <form method="post" id="bulk" action={workHref(filter)} class="bulk">
        <label class="field">
          Why, or what came of it
          <input name="reason" maxLength={2000} required value={typed?.reason ?? ""} />
        </label>
        <label class="field">
          Come back on
          <input type="date" name="due_on" value={typed?.due_on || work.next_week} />
        </label>
        <button type="submit" class="second" name="do" value="postpone">Put them off</button>
        <button type="submit" class="second" name="do" value="close">Close them</button>
      </form>
      <p class="hint">
        What you close does not come back for the same reason within 30 days, but for what a client
        asks anew and for what is dangerous.
      </p>
    </details>
  );
}
