import { Title } from "@/components/web/Title.tsx";
import type { BackfillPage } from "@/lib/enrolment/wizard/backfill.ts";
import { RunsSoFar } from "./RunPage.tsx";
import { Steps } from "./Steps.tsx";

/** Before anything is counted: what the button does, and what was counted before. */
export function CountPage({ page: { runs }, zone }: { page: BackfillPage; zone: string }) {
  return (
    <div class="office enrolment">
      <Title>Check and pace</Title>
      <Steps at={3} />
      <p class="lead">
        See what enrolling would do before anything is done: how many units, what is left out and
        why, when the first mails would leave, and whether the technicians can do it.
      </p>
      <form method="post" action="/office/enrol/check">
        <p class="buttons">
          <button type="submit">Count what would happen</button>
        </p>
      </form>
      <p class="soft">
        Counting enrols nobody and mails nobody. It may be done as often as you like.
      </p>
      <RunsSoFar runs={runs} zone={zone} />
    </div>
  );
}
