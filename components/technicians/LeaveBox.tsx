import { beginText, endText } from "@/lib/technicians/words.ts";
import { unbroken } from "@/lib/text/dates.ts";
import { Box, BoxField, BoxForm, cameOf } from "./Box.tsx";
import { Follows } from "./Jobs.tsx";
import type { TechnicianView } from "./view.ts";

/** When somebody is away, with the form that first shows what follows. */
export function LeaveBox({ view }: { view: TechnicianView }) {
  const { page, zone } = view;
  const aside = cameOf(view, "leave")?.putAside;
  const back = cameOf(view, "back");
  return (
    <Box view={view} deed="leave" title="Leave">
      {back?.complaint && <p class="complaint" role="alert">{back.complaint}</p>}
      {page.leave.length === 0 && <p>No leave is written down.</p>}
      <ul class="people">
        {page.leave.map((leave) => (
          <li key={leave.task_id}>
            {unbroken(beginText(leave, zone))} to {unbroken(endText(leave, zone))}
            {leave.why && `: ${leave.why}`}
            <BoxForm view={view} deed="back">
              <input type="hidden" name="task_id" value={leave.task_id} />
              <button type="submit" class="second">
                Take back<span class="unseen">the leave from {beginText(leave, zone)}</span>
              </button>
            </BoxForm>
          </li>
        ))}
      </ul>
      {page.active && (
        <BoxForm view={view} deed="leave">
          <BoxField view={view} deed="leave" name="from" label="From" type="date" required />
          <BoxField
            view={view}
            deed="leave"
            name="until"
            label="To"
            type="date"
            hint="The last day; empty for one day."
          />
          <BoxField
            view={view}
            deed="leave"
            name="from_time"
            label="From what time"
            type="time"
            hint="Empty: the whole day."
          />
          <BoxField view={view} deed="leave" name="until_time" label="To what time" type="time" />
          <BoxField
            view={view}
            deed="leave"
            name="why"
            label="Why"
            hint="Vacation, illness, training. You can leave this empty."
            maxLength={200}
          />
          {aside && <Follows aside={aside} zone={zone} />}
          {aside && <input type="hidden" name="shown" value={view.came?.shown} />}
          <p class="buttons">
            {aside && (
              <button type="submit" name="do" value="place">
                {aside.length === 0 ? "Add leave" : `Add leave, put ${aside.length} aside`}
              </button>
            )}
            <button type="submit" name="do" value="look" class="second">
              {aside ? "Look once more" : "Show what follows"}
            </button>
          </p>
        </BoxForm>
      )}
    </Box>
  );
}
