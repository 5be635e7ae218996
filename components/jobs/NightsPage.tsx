import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import { jobWords } from "@/lib/jobs/words.ts";
import { monthDayText } from "@/lib/text/dates.ts";
import { CheckTable } from "./CheckTable.tsx";
import { JobTable } from "./JobTable.tsx";
import { KindTable } from "./KindTable.tsx";
import { NightTable } from "./NightTable.tsx";
import type { NightsView } from "./view.ts";

/** What the nights did, what they look at, and what they put on the work list. */
export function NightsPage({ told, ...view }: NightsView & { told: string | null }) {
  const missed = view.nights.jobs.filter((job) => job.missed !== null);
  return (
    <div class="office">
      <Title>Nights</Title>
      {told !== null && <Told>{told}</Told>}
      {missed.length > 0 && (
        <div class="notice danger" role="alert">
          <strong>Something did not run.</strong>{" "}
          {missed.map(({ job, missed: day }) => `${jobWords(job).title} on ${monthDayText(day!)}`)
            .join(", ")}. The next call catches it up; if it stays like this, whoever looks after
          the server should look.
        </div>
      )}
      <JobTable {...view} />
      <NightTable {...view} />
      <KindTable {...view} />
      <CheckTable {...view} />
    </div>
  );
}
