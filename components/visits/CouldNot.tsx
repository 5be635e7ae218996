import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { kindName } from "@/lib/text/names.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import { type Failure, REASONS } from "@/lib/visits/fail.ts";
import type { Sheet } from "@/lib/visits/sheet.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { BackRow, Thumb } from "./Bars.tsx";
import { Choice } from "@/components/web/Choice.tsx";
import PhotoField from "@/islands/PhotoField.tsx";

/** Ten reasons; under each one, who is told, before it is recorded. */
export function CouldNot({ sheet, typed, complaint }: {
  sheet: Sheet;
  typed: Failure;
  complaint?: string;
}) {
  const { visit_id, unit, stop } = sheet;
  return (
    <>
      <BackRow href={visitHref(visit_id)} to={stop.client_name ?? "The job"} />
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
          {stop.client_name},{" "}
          {kindName(unit.kind)}. Under each reason you see who is told, before you record it.
        </p>
        <form
          id="stopped"
          class="flow"
          method="post"
          encType="multipart/form-data"
          action={visitHref(visit_id, "could-not")}
        >
          <input type="hidden" name="report_id" value={typed.report_id} />
          <input type="hidden" name="based_on" value={typed.based_on} />
          <fieldset>
            <legend class="unseen">Reason</legend>
            {REASONS.map(({ reason, label, then }) => (
              <Choice
                key={reason}
                name="reason"
                value={reason}
                label={label}
                isChosen={typed.reason === reason}
                required
              >
                {reason === "nobody_home" && <CallFirst sheet={sheet} />}
                <p class="notice">{then}</p>
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
          <PhotoField field="photo" label="Photo of the door, or of what stopped you" kept={0} />
        </form>
      </div>
      <Thumb>
        <button type="submit" class="button" form="stopped">Record that I couldn't do it</button>
      </Thumb>
    </>
  );
}

function CallFirst({ sheet: { stop: { client } } }: { sheet: Sheet }) {
  if (!client) return null;
  const people = [{ name: client.name, phone: client.phone }, ...client.contacts]
    .filter(({ phone }) => phone);
  if (people.length === 0) return null;
  return (
    <>
      <p>
        <strong>Before you leave:</strong> call, and wait 10 minutes.
      </p>
      <p class="pair">
        {people.map(({ name, phone }) => (
          <a class="button second big-action" href={phoneHref(phone!)} key={name}>
            Call {name} <small>{phone}</small>
          </a>
        ))}
      </p>
    </>
  );
}
