import { HttpError, page } from "fresh";
import * as z from "zod";
import { Changed } from "@/components/visits/Changed.tsx";
import { NoJob } from "@/components/visits/NoJob.tsx";
import { NextJob } from "@/components/visits/NextJob.tsx";
import { StopList } from "@/components/visits/StopList.tsx";
import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import { shortDayText } from "@/lib/text/dates.ts";
import { readDay } from "@/lib/visits/day.ts";
import type { DayOfWork } from "@/lib/visits/shapes.ts";
import { stepTask } from "@/lib/visits/steps.ts";
import { isOver, nextOf, stopHref } from "@/lib/visits/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

const uuid = z.uuid();

interface Shown {
  /** Null for somebody of the office who has named no technician. */
  day: DayOfWork | null;
  isRefused: boolean;
  /** Why a report could not be taken. */
  changed: string | null;
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    const technician = uuid.safeParse(searchParams.get("technician")).data;
    const isOwn = ctx.state.staff.role === "technician";
    const day = isOwn || technician
      ? await readDay(ctx.state.session.rpc, undefined, isOwn ? undefined : technician)
      : null;
    const changed = searchParams.get("changed");
    return page({ day, changed, isRefused: searchParams.has("refused") });
  },
  /** A stop's next state; then on to its page. */
  async POST(ctx) {
    const form = await readForm(ctx.req);
    const task = uuid.safeParse(textOf(form, "task_id")).data;
    if (task === undefined) throw new HttpError(400);
    const { rpc } = ctx.state.session;
    if (!await stepTask(rpc, task, textOf(form, "state"))) {
      return ctx.redirect("/tech?refused", 303);
    }
    const { stops, not_closed } = await readDay(rpc);
    const stop = [...stops, ...not_closed].find(({ task_id }) => task_id === task);
    const href = stop && stopHref(stop);
    return ctx.redirect(href ? `${href}?now` : "/tech", 303);
  },
});

export default defineStaff.page<typeof handler>(function Day({ data, state }) {
  const { day, changed, isRefused } = data;
  const { company, staff } = state;
  const zone = company.time_zone;
  if (changed !== null) return <Changed reason={changed} company={company} />;
  if (day === null) {
    return (
      <div class="tech flow">
        <Title>{`Hello ${staff.name}`}</Title>
        <p>These are the pages of technicians: each sees their own day here.</p>
      </div>
    );
  }
  const { stops, not_closed } = day;
  const next = nextOf(stops);
  return (
    <div class={next ? "tech broad two" : "tech flow"}>
      {next ? <NextJob stop={next} zone={zone} /> : (
        <>
          <NoJob day={day} zone={zone} />
          <CallUs company={company}>Call the office:</CallUs>
        </>
      )}
      <section class="flow" aria-label="The day">
        {isRefused && (
          <p class="notice warn" role="alert">
            <strong>That did not work.</strong>{" "}
            The job has changed meanwhile. Please look at it again.
          </p>
        )}
        {not_closed.length > 0 && (
          <section aria-labelledby="missing">
            <h2 id="missing">From earlier days</h2>
            <StopList stops={not_closed} zone={zone} />
          </section>
        )}
        {stops.length > 0 && (
          <>
            <div class="between">
              <h2>{shortDayText(day.on_day)}</h2>
              <span class="soft" data-stops-done>
                {stops.filter(({ state }) => isOver(state)).length} of {stops.length} done
              </span>
            </div>
            <StopList stops={stops} zone={zone} next={next} />
          </>
        )}
      </section>
    </div>
  );
});
