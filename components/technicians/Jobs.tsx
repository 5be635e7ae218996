import type { ComingJob, Misfit, PutAside } from "@/lib/technicians/page.ts";
import { workHref } from "@/lib/text/visits.ts";
import { asideSentence, jobName, jobTime, toldText } from "@/lib/technicians/words.ts";

function Job({ job, zone }: { job: ComingJob; zone: string }) {
  return (
    <>
      {jobTime(job, zone)}, <a href={workHref(job, zone)}>{jobName(job)}</a>
    </>
  );
}

/** Bookings that do not fit; with `isNew` those that would no longer. */
export function Misfits({ misfits, zone, isNew = false }: {
  misfits: Misfit[];
  zone: string;
  isNew?: boolean;
}) {
  if (misfits.length === 0) return null;
  return (
    <div class="notice warn" role={isNew ? "alert" : undefined}>
      <p>
        <strong>
          {isNew
            ? "Not saved yet: these bookings would no longer fit."
            : "These bookings do not fit."}
        </strong>{" "}
        They stay until somebody moves them.
      </p>
      <ul>
        {misfits.map((job) => (
          <li key={job.task_id}>
            <span>
              <Job job={job} zone={zone} />
              {job.why === "hours" ? ": outside of the hours" : ": without the skill"}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What would be put aside, and who learns of it how. */
export function Follows({ aside, zone }: { aside: PutAside[]; zone: string }) {
  if (aside.length === 0) {
    return <p class="notice">Nothing is booked then: nobody has to be told.</p>;
  }
  return (
    <div class="notice warn">
      <p>
        <strong>{asideSentence(aside)}</strong> Each is on the work list at once.
        {aside.some(({ told }) => told === "mail") &&
          " Mails go five minutes later, if it is still so then."}
      </p>
      <ul>
        {aside.map((job) => (
          <li key={job.task_id}>
            <span>
              <Job job={job} zone={zone} />: {toldText(job)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
