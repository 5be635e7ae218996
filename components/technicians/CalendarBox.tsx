import { dayOf, shortDayText } from "@/lib/text/dates.ts";
import { Box, BoxForm, cameOf } from "./Box.tsx";
import { CalendarAddress } from "./CalendarAddress.tsx";
import type { TechnicianView } from "./view.ts";

/** The technician's work on the calendar of their phone: its private address, made here for those who cannot. */
export function CalendarBox({ view }: { view: TechnicianView }) {
  const { page, zone } = view;
  const url = cameOf(view, "calendar")?.url;
  const since = page.calendar_since;
  return (
    <Box view={view} deed="calendar" title="Calendar on their phone">
      {url && <CalendarAddress url={url} whose={`${page.first_name}’s`} />}
      {!url && (
        <p>
          {since === null
            ? "They have no calendar address."
            : `They have had a calendar address since ${shortDayText(dayOf(since, zone))}.`}
        </p>
      )}
      {page.active && !url && (
        <BoxForm view={view} deed="calendar" shown={page.shown.calendar}>
          {since !== null && (
            <p class="soft">
              With a new address the one before stops working: their phone shows nothing new until
              the new one is added.
            </p>
          )}
          <p class="buttons">
            <button type="submit" name="do" value="make" class="second">
              {since === null ? "Make an address" : "Make a new address"}
            </button>
            {since !== null && (
              <button type="submit" name="do" value="end" class="second">End the address</button>
            )}
          </p>
        </BoxForm>
      )}
    </Box>
  );
}
