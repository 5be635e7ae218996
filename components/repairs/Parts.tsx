import { Field } from "@/components/web/Field.tsx";

import { isLate, waitOf } from "@/lib/repairs/words.ts";
import { shortDayText, unbroken } from "@/lib/text/dates.ts";
import { countText, repairHref } from "@/lib/text/visits.ts";
import { complaintOf, type RepairView, typedIn } from "./view.ts";

/** An agreed repair may wait for parts before it gets a time. */
export function PartsToOrder(view: RepairView) {
  const { page, refused } = view;
  const parts = page.quote.lines.filter(({ kind }) => kind === "part").map(countText).join(", ");
  const typed = (name: string) => typedIn(view, "wait", name);
  const complaint = (name: string) => complaintOf(view, "wait", name);
  return (
    <details class="fold" id="parts" open={refused?.deed === "wait"}>
      <summary>Parts have to be ordered first</summary>
      <form method="post" action={`${repairHref(page.work_order_id)}#parts`} class="plain-form">
        <input type="hidden" name="shown" value={page.shown} />
        <Field
          name="what"
          label="What is ordered"
          maxLength={500}
          value={typed("what") || parts}
          complaint={complaint("what")}
          required
        />
        <Field
          name="ordered_on"
          label="Ordered on"
          type="date"
          value={typed("ordered_on") || page.today}
          complaint={complaint("ordered_on")}
          required
        />
        <Field
          name="expected_on"
          label="Expected on"
          hint="On the day after, it comes up on the work list. Without a day it does after a week."
          type="date"
          value={typed("expected_on")}
          complaint={complaint("expected_on")}
        />
        <button type="submit" class="second" name="do" value="wait">It waits for these</button>
      </form>
    </details>
  );
}

/** What is waited for, and the one press when it is there. */
export function PartsOrdered(view: RepairView) {
  const { page, refused } = view;
  const wait = waitOf(page);
  const typed = (name: string) => typedIn(view, "expect", name);
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">Parts on their way</h2>
      {wait && (
        <dl class="facts">
          <dt>What</dt>
          <dd>{wait.what}</dd>
          <dt>Ordered</dt>
          <dd>{unbroken(shortDayText(wait.ordered_on))}{wait.by && ` by ${wait.by}`}</dd>
          <dt>Expected</dt>
          <dd>
            {wait.expected_on ? unbroken(shortDayText(wait.expected_on)) : "No day was said"}
            {isLate(page) && <strong>, so it is late: ask where it is</strong>}
          </dd>
        </dl>
      )}
      <form method="post" action={repairHref(page.work_order_id)}>
        <input type="hidden" name="shown" value={page.shown} />
        <button type="submit" name="do" value="arrived">The parts are here</button>
      </form>
      <details class="fold" id="expect" open={refused?.deed === "expect"}>
        <summary>They come on another day</summary>
        <form method="post" action={`${repairHref(page.work_order_id)}#expect`} class="plain-form">
          <input type="hidden" name="shown" value={page.shown} />
          <Field
            name="what"
            id="expect-what"
            label="What is waited for"
            maxLength={500}
            value={typed("what") || wait?.what}
            complaint={complaintOf(view, "expect", "what")}
            required
          />
          <Field
            name="expected_on"
            id="expect-day"
            label="Expected on"
            type="date"
            value={typed("expected_on") || (wait?.expected_on ?? "")}
            complaint={complaintOf(view, "expect", "expected_on")}
          />
          <button type="submit" class="second" name="do" value="expect">Save the day</button>
        </form>
      </details>
    </section>
  );
}
