import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { instantText, sentence, timeText } from "@/lib/text/dates.ts";
import { activityHref, backHref } from "@/lib/worklist/filter.ts";
import type { ActivityPage } from "@/lib/worklist/shapes.ts";
import { kindTitle } from "@/lib/text/work_kinds.ts";
import { dueMark, RESULTS, uncapitalized, whyText } from "@/lib/worklist/words.ts";
import { nextOf } from "@/lib/worklist/work.ts";
import { CallHead } from "./CallHead.tsx";
import { CallOutcome } from "./CallOutcome.tsx";
import { Lately } from "./Lately.tsx";
import { LoggedLine } from "./LoggedLine.tsx";
import { OfferTimes } from "./OfferTimes.tsx";
import { OtherDeeds } from "./OtherDeeds.tsx";
import { SettledThere } from "./SettledThere.tsx";
import { UnitFacts } from "./UnitFacts.tsx";
import type { WorkView } from "./view.ts";
import { WhatToSay } from "./WhatToSay.tsx";

/** One activity, worked with the phone at the ear: who and how to reach them first, how it went last. */
export function ActivityPanel(view: WorkView & { activity: ActivityPage }) {
  const { activity, work, filter, refused, zone } = view;
  const { opened, details } = activity;
  const next = nextOf(work, activity.activity_id);
  const due = dueMark(activity, activity.today);
  const name = activity.customer ?? kindTitle(activity.kind);
  return (
    <section class="panel" aria-labelledby="who" id="panel">
      <LoggedLine {...view} />
      <div class="panel-top">
        <a class="only-narrow" href={backHref(activity, filter)}>Back to the list</a>
        <StateMark
          mark={{
            ...due,
            text: `${kindTitle(activity.kind)}, ${uncapitalized(due.text)}`,
          }}
        />
        {next && (
          <a href={activityHref(next.activity_id, filter)} aria-keyshortcuts="n">
            Next: {next.customer ?? kindTitle(next.kind)} <kbd aria-hidden="true">n</kbd>
          </a>
        )}
      </div>
      <Title isError={refused !== undefined} focused>{name}</Title>
      {refused && <p class="complaint" role="alert">{refused.complaint}</p>}
      {opened && (
        <p class="notice warn">
          {sentence(`${opened.by} has this open since ${timeText(opened.at, zone)}`)}
        </p>
      )}
      {activity.state === "done" && (
        <p class="notice" role="status">
          {sentence(
            `Off the list since ${instantText(activity.closed_at!, zone)}${
              activity.outcome ? `: ${RESULTS[activity.outcome] ?? activity.outcome}` : ""
            }`,
          )}
        </p>
      )}
      <CallHead activity={activity} />
      <p>{whyText(activity, activity.today, zone)}</p>
      {details.where_to && <p>Moved to: {details.where_to}</p>}
      {details.note && (
        <blockquote class="say">
          <p>
            <b>In their words:</b> “{details.note}”
          </p>
        </blockquote>
      )}
      {details.postponed && <p class="soft">Put off: {details.postponed}</p>}
      <SettledThere activity={activity} />
      <OfferTimes activity={activity} zone={zone} />
      <UnitFacts activity={activity} />
      <WhatToSay activity={activity} view={view} />
      <Lately lately={activity.lately} zone={zone} />
      {activity.state === "open" && activity.customer_id && <CallOutcome {...view} />}
      {activity.state === "open" && <OtherDeeds {...view} />}
    </section>
  );
}
