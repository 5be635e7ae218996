import { activityHref } from "@/lib/worklist/filter.ts";
import { loggedText } from "@/lib/worklist/words.ts";
import type { WorkView } from "./view.ts";

/** What was logged just now, and the way to take it back. */
export function LoggedLine({ logged, filter, work }: WorkView) {
  if (!logged) return null;
  return (
    <div class="notice said" role="status">
      <span>{loggedText(logged, work.today)}</span>
      {logged.can_undo && (
        <form method="post" action={activityHref(logged.activity_id, filter)}>
          <input type="hidden" name="seen" value={String(logged.number)} />
          <button type="submit" class="quiet" name="do" value="undo">Undo</button>
        </form>
      )}
    </div>
  );
}
