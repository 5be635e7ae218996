import { HttpError, page } from "fresh";
import { CalendarAddress } from "@/components/technicians/CalendarAddress.tsx";
import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import {
  type CalendarLink,
  changeLink,
  type LinkOutcome,
  OTHER_LINK,
  readOwnLink,
} from "@/lib/technicians/calendar.ts";
import { dayOf, shortDayText } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

interface Shown {
  link: CalendarLink;
  /** What was done just now. */
  came?: LinkOutcome;
}

/** A technician's own calendar on their phone. */
export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const link = await readOwnLink(ctx.state.session.rpc);
    return page({ link, came: ctx.url.searchParams.has("ended") ? "ended" : undefined });
  },
  /** A new address is on the page that answers, and nowhere else. */
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const form = await readForm(ctx.req);
    const asked = { what: textOf(form, "do"), shown: textOf(form, "shown") };
    const { technician_id } = await readOwnLink(rpc);
    const came = await changeLink(rpc, technician_id, asked);
    if (came === null) throw new HttpError(400);
    if (came === "ended") return ctx.redirect("/tech/calendar?ended", 303);
    const status = came === "changed" ? 422 : 200;
    return page({ link: await readOwnLink(rpc), came }, { status });
  },
});

export default defineStaff.page<typeof handler>(function CalendarPage({ data, state }) {
  const { link: { made_at, shown }, came } = data;
  const isMade = typeof came === "object";
  return (
    <div class="tech flow">
      <p>
        <a class="quiet" href="/tech/week">‹ Week</a>
      </p>
      <Title>Your calendar on your phone</Title>
      {isMade && <CalendarAddress url={came.made} whose="your" />}
      {came === "ended" && <Told>The address has ended: nothing new is read from it.</Told>}
      {came === "changed" && <p class="complaint" role="alert">{OTHER_LINK}</p>}
      {!isMade && (
        <Ask
          since={made_at && shortDayText(dayOf(made_at, state.company.time_zone))}
          shown={shown}
        />
      )}
    </div>
  );
});

/** What it is for, and the form that makes an address, or ends the one there is. */
function Ask({ since, shown }: { since: string | null; shown: string }) {
  return (
    <form method="post" action="/tech/calendar" class="flow">
      <input type="hidden" name="shown" value={shown} />
      <p>
        Your phone’s own calendar can show your jobs beside everything else: 14 days back and 90
        ahead, always as they are now. It shows what kind of unit and which street, no names and no
        numbers.
      </p>
      {since === null ? <p>You have no address for it yet.</p> : (
        <>
          <p>You have had an address for it since {since}. It was shown when it was made.</p>
          <p>
            Lost it, or somebody else has it? Make a new one: the old one stops working, and your
            phone shows nothing new until you add the new one.
          </p>
        </>
      )}
      <p class="buttons">
        <button type="submit" name="do" value="make" class={since === null ? "" : "second"}>
          {since === null ? "Make my address" : "Make a new address"}
        </button>
        {since !== null && (
          <button type="submit" name="do" value="end" class="second">End the address</button>
        )}
      </p>
    </form>
  );
}
