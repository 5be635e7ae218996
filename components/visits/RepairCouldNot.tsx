import { Choice } from "@/components/web/Choice.tsx";
import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { FAILURES } from "@/lib/text/visits.ts";
import type { RepairFailure, RepairSheet } from "@/lib/visits/repair.ts";
import { techRepairHref } from "@/lib/visits/words.ts";
import { BackRow, Thumb } from "./Bars.tsx";
import { CallFirst } from "./CouldNot.tsx";
import PhotoField from "@/islands/PhotoField.tsx";

/** Why a repair came to nothing. Nobody is mailed about one: the office calls. */
export function RepairCouldNot({ sheet, typed, complaint }: {
  sheet: RepairSheet;
  typed: RepairFailure;
  complaint?: string;
}) {
  const { work_order_id, stop } = sheet;
  return (
    <>
      <BackRow href={techRepairHref(work_order_id)} to={stop.client_name ?? "The repair"} />
      <div class="tech flow">
        <Title isError={complaint !== undefined} focused={complaint !== undefined}>
          What stopped you?
        </Title>
        {complaint && (
          <p class="notice warn" role="alert">
            <strong>{complaint}</strong>
          </p>
        )}
        <p>
          The office is told at once, and gives the repair another time. Nothing is charged, and
          nothing is mailed.
        </p>
        <form
          id="stopped"
          class="flow"
          method="post"
          encType="multipart/form-data"
          action={techRepairHref(work_order_id, "could-not")}
        >
          <input type="hidden" name="report_id" value={typed.report_id} />
          <input type="hidden" name="task_id" value={typed.task_id} />
          <input type="hidden" name="based_on" value={typed.based_on} />
          <fieldset>
            <legend class="unseen">Reason</legend>
            {Object.entries(FAILURES).map(([reason, label]) => (
              <Choice
                key={reason}
                name="reason"
                value={reason}
                label={label}
                isChosen={typed.reason === reason}
                required
              >
                {reason === "nobody_home" && <CallFirst stop={stop} />}
              </Choice>
            ))}
          </fieldset>
          <Field
            name="note"
            label="Note for the office"
            hint="You can leave this empty."
            lines={3}
            maxLength={500}
            value={typed.note}
          />
          <PhotoField
            field="photo"
            label="Photo of the door, or of what stopped you"
            kept={sheet.photos.length}
          />
        </form>
      </div>
      <Thumb>
        <button type="submit" class="button" form="stopped">Record that I couldn't do it</button>
      </Thumb>
    </>
  );
}
