import type { Leave } from "@/lib/technicians/page.ts";
import { beginText, leaveText } from "@/lib/technicians/words.ts";
import { unbroken } from "@/lib/text/dates.ts";
import { Box, BoxField, BoxForm, cameOf } from "./Box.tsx";
import { Follows } from "./Jobs.tsx";
import type { TechnicianView } from "./view.ts";

/** Times that somebody is away, or was, each to be taken back as it is shown. */
function Leaves({ view, leaves }: { view: TechnicianView; leaves: Leave[] }) {
  const { zone } = view;
  return (
    <ul class="people">
      {leaves.map((leave) => (
        <li key={leave.task_id}>
          {unbroken(leaveText(leave, zone))}
          {leave.why && `: ${leave.why}`}
          <BoxForm view={view} deed="back">
            <input type="hidden" name="task_id" value={leave.task_id} />
            <input type="hidden" name="shown" value={leave.ends_at} />
            <button type="submit" class="second">
              Take back<span class="unseen">the leave from {beginText(leave, zone)}</span>
            </button>
          </BoxForm>
        </li>
      ))}
    </ul>
  );
}

/** When somebody is away, with the form that first shows what follows. */
export function LeaveBox({ view }: { view: TechnicianView }) {
  const { page, zone } = view;
  const aside = cameOf(view, "leave")?.putAside;
  const back = cameOf(view, "back");
  return (
    <Box view={view} deed="leave" title="Leave">
      {back?.complaint && <p class="complaint" role="alert">{back.complaint}</p>}
      {page.leave.length === 0 && <p>No leave is written down.</p>}
      <Leaves view={view} leaves={page.leave} />
      {page.past_leave.length > 0 && (
        <details class="fold">
          <summary>Leave that ended in the last 31 days</summary>
          <Leaves view={view} leaves={page.past_leave} />
        </details>
      )}
      {page.active && (
        <BoxForm view={view} deed="leave">
          <div class="pair">
            <BoxField
              view={view}
              deed="leave"
              name="from"
              label="From"
              type="date"
              now={view.asked?.from}
              required
            />
            <BoxField
              view={view}
              deed="leave"
              name="from_time"
              now={view.asked?.from_time}
              label="At, if not all day"
              type="time"
            />
          </div>
          <div class="pair">
            <BoxField
              view={view}
              deed="leave"
              name="until"
              label="To, the last day"
              type="date"
              now={view.asked?.until}
            />
            <BoxField
              view={view}
              deed="leave"
              name="until_time"
              now={view.asked?.until_time}
              label="Until, if not all day"
              type="time"
            />
          </div>
          <BoxField
            view={view}
            deed="leave"
            name="why"
            now={view.asked?.why}
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
