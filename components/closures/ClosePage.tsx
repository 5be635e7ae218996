import { Title } from "@/components/web/Title.tsx";
import type { CloseAnswer, Closure, ClosuresPage } from "@/lib/closures/closures.ts";
import type { Complaint, Question as Asked } from "@/lib/closures/question.ts";
import { scopeText } from "@/lib/closures/words.ts";
import { shortDayText, unbroken } from "@/lib/text/dates.ts";
import { Preview } from "./Preview.tsx";
import { Question } from "./Question.tsx";

/** What a page about closing a day shows. */
export interface CloseView {
  page: ClosuresPage;
  question: Asked;
  /** What would follow, where somebody asked. */
  answer: CloseAnswer | null;
  complaint: Complaint | null;
  note: string;
}

/** One question, one answer below it, and one button whose words are the consequence. */
export function ClosePage({ page, question, answer, complaint, note, zone }: CloseView & {
  zone: string;
}) {
  const same = page.closures.filter(({ on_day, undone_at }) =>
    on_day === question.day && undone_at === null
  );
  return (
    <div class="office closures">
      <Title isError={complaint !== null}>Close a day</Title>
      {complaint && complaint.field === "" && <p class="complaint" role="alert">{complaint.text}
      </p>}
      <Question page={page} question={question} complaint={complaint} />
      {page.holiday && question.day === page.on_day && (
        <p class="notice">That day is a holiday: {page.holiday}. Nobody is offered it anyway.</p>
      )}
      {same.map((closure) => (
        <p class="notice" key={closure.closure_id}>
          <a href={`/office/closure/${closure.closure_id}`}>
            {closure.outdoor_only ? "Outdoor units" : "That day"}{" "}
            {closure.outdoor_only ? "are" : "is"} closed already
          </a>: {scopeText(closure, zone)}.
        </p>
      ))}
      {answer?.shown && (
        <Preview
          question={question}
          answer={answer}
          complaint={complaint}
          note={note}
          today={page.today}
          zone={zone}
        />
      )}
      <Closures closures={page.closures} zone={zone} />
    </div>
  );
}

/** Days that were closed, the latest first. */
function Closures({ closures, zone }: { closures: Closure[]; zone: string }) {
  if (closures.length === 0) return null;
  return (
    <section aria-labelledby="closed">
      <h2 id="closed">Closed days</h2>
      <ul class="timeline">
        {closures.map((closure) => (
          <li key={closure.closure_id}>
            <a href={`/office/closure/${closure.closure_id}`}>
              {unbroken(shortDayText(closure.on_day))}
            </a>
            <div>
              Because of {closure.reason}: {unbroken(scopeText(closure, zone))}
            </div>
            <div>
              {closure.undone_at !== null
                ? "Opened again"
                : closure.stops === 1
                ? "1 stop put aside"
                : `${closure.stops} stops put aside`}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
