import type { DeskVisit } from "@/lib/booking/desk.ts";
import { whenSaid } from "@/lib/booking/desk_words.ts";
import { unbroken } from "@/lib/text/dates.ts";
import { namesOf } from "@/lib/text/units.ts";
import type { DeskView } from "./desk_view.ts";

/** The whole stop is called off; what follows stands before the button. */
export function DeskCancel({ visit, sheet, zone }: DeskView & { visit: DeskVisit }) {
  const when = whenSaid({ ...visit, first_name: "" }, sheet.today, zone);
  return (
    <details class="fold">
      <summary>Cancel it</summary>
      <form method="post">
        <input type="hidden" name="task" value={visit.task_id} />
        <input type="hidden" name="revision" value={visit.revision} />
        <p>
          The visit of {unbroken(when)} for the {unbroken(namesOf(visit.units))}{" "}
          does not take place. {sheet.client.is_mailed
            ? "The client is told by mail and asked to book again, and it comes up on the work list."
            : "No mail goes to the client: tell them. It comes up on the work list."}
        </p>
        <button type="submit" name="do" value="cancel" class="danger">
          Cancel the visit
        </button>
      </form>
    </details>
  );
}
