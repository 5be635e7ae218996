import { appointmentText, dueDay, lengthText, sentence } from "@/lib/text/dates.ts";
import { costText } from "@/lib/text/price.ts";
import { unitName } from "@/lib/text/names.ts";
import type { ActivityPage } from "@/lib/worklist/shapes.ts";
import type { WorkView } from "./view.ts";

/** A sentence to begin with, for whoever calls for the first time. */
export function WhatToSay({ activity, view }: { activity: ActivityPage; view: WorkView }) {
  const { unit, offers, has_died, today } = activity;
  if (unit === null || has_died || offers.length === 0) return null;
  const [first] = offers;
  const hasAsked = activity.kind === "callback" && activity.details.heard_at !== "door";
  const asked = hasAsked ? "You asked us to call about" : "I am calling about";
  const when = appointmentText(first.starts_at, view.zone);
  return (
    <details class="fold">
      <summary>What to say</summary>
      <p class="say">
        “Good day, {activity.customer}. {asked} your {unitName(unit)}. It{" "}
        {unit.due_on < today ? "was due for its visit on" : "is due for its visit by"}{" "}
        {dueDay(unit.due_on, today)}. {sentence(`${first.technician_name} could come on ${when}`)}
        {" "}
        It takes {lengthText(unit.minutes)} and costs {costText([unit])}. Would that suit you?”
      </p>
    </details>
  );
}
