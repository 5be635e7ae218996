import { Field } from "@/components/web/Field.tsx";
import { REASONS } from "@/lib/visits/fail.ts";
import { officeHref } from "@/lib/visits/office_words.ts";
import { Choice } from "@/components/web/Choice.tsx";
import type { VisitView } from "./view.ts";

/** Nobody was there, or it could not be done: the same reasons as at the door, with who is told. */
export function CameToNothing({ page, reportId, refused, typed }: VisitView) {
  const own = refused?.deed === "fail" ? refused : undefined;
  return (
    <section aria-labelledby="nothing">
      <h2 id="nothing">It came to nothing?</h2>
      <details class="fold" open={own !== undefined}>
        <summary>Nobody was there, or it could not be done</summary>
        <form
          method="post"
          action={`${officeHref(page.visit_id)}#nothing`}
          class="plain-form"
        >
          <input type="hidden" name="report_id" value={reportId} />
          <fieldset aria-describedby={own?.field === "why" ? "why-complaint" : undefined}>
            <legend>What stopped it?</legend>
            {own?.field === "why" && <p class="complaint" id="why-complaint">{own.complaint}</p>}
            {REASONS.map(({ reason, label, then }) => (
              <Choice
                key={reason}
                name="why"
                value={reason}
                label={label}
                isChosen={own !== undefined && typed.why === reason}
                required
              >
                <p>{then}</p>
              </Choice>
            ))}
          </fieldset>
          <Field
            name="note"
            label="Note"
            hint="You can leave this empty."
            lines={3}
            maxLength={500}
            value={own ? typed.note : ""}
          />
          <button type="submit" name="do" value="fail">Record that it came to nothing</button>
        </form>
      </details>
    </section>
  );
}
