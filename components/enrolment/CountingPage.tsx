import { Title } from "@/components/web/Title.tsx";
import CountSteps from "@/islands/CountSteps.tsx";
import type { BackfillPage } from "@/lib/enrolment/wizard/backfill.ts";
import { Steps } from "./Steps.tsx";

/** A run that is still counted: large files take more than one call. */
export function CountingPage({ page: { run } }: { page: BackfillPage }) {
  const { run_id, done, total } = run!;
  const path = `/office/enrol/check/${run_id}`;
  return (
    <div class="office enrolment">
      <Title>Counting</Title>
      <Steps at={3} />
      <CountSteps
        path={path}
        steps={`/office/enrol/run/${run_id}`}
        done={done ?? 0}
        total={total ?? 0}
      />
      <form method="post" action={path}>
        <p class="buttons">
          <button type="submit" class="second" name="do" value="count">Go on counting</button>
        </p>
        <p class="soft">Counting enrols nobody and mails nobody.</p>
      </form>
    </div>
  );
}
