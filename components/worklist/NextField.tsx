import type { Work } from "@/lib/worklist/shapes.ts";
import { nextOf } from "@/lib/worklist/work.ts";

/** What a form opens when it is done: what stood next when the page was made. */
export function NextField({ work, activityId }: { work: Work; activityId: string }) {
  return <input type="hidden" name="next" value={nextOf(work, activityId)?.activity_id ?? ""} />;
}
