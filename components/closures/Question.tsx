import { Choice } from "@/components/web/Choice.tsx";
import { Field } from "@/components/web/Field.tsx";
import type { ClosuresPage } from "@/lib/closures/closures.ts";
import {
  type Complaint,
  type Question as Asked,
  REASONS,
  type Why,
} from "@/lib/closures/question.ts";
import { listText } from "@/lib/text/names.ts";

const stopsOf = (stops: number) =>
  stops === 1 ? "1 stop" : stops === 0 ? "nothing booked" : `${stops} stops`;

/** Which day, who, which work and why: asked by the address, so that it can be looked at again. */
export function Question({ page, question, complaint }: {
  page: ClosuresPage;
  question: Asked;
  complaint: Complaint | null;
}) {
  const { day, why, other, technicians, outdoor, from, until, asked } = question;
  const complaintOn = (field: string) => complaint?.field === field ? complaint.text : undefined;
  const outdoorStops = page.technicians.reduce((sum, { outdoor_stops }) => sum + outdoor_stops, 0);
  return (
    <form method="get" action="/office/closure#affected" class="closing-question">
      <input type="hidden" name="asked" value="yes" />
      <div class="halves">
        <div>
          <Field
            name="day"
            label="Day"
            type="date"
            required
            value={day}
            complaint={complaintOn("day")}
          />
          <div class="pair">
            <Field
              name="from"
              label="From, if not all day"
              type="time"
              value={from}
              complaint={complaintOn("from")}
            />
            <Field name="until" label="Until" type="time" value={until} />
          </div>
          <fieldset>
            <legend>Why: clients read it</legend>
            {Object.entries(REASONS).map(([value, { label }]) => (
              <Choice
                key={value}
                name="why"
                value={value as Why}
                label={label}
                isChosen={value === why}
              >
                {value === "other" && (
                  <Field
                    name="other"
                    label="Because of …"
                    hint="Such as: a power failure"
                    maxLength={80}
                    value={other}
                    complaint={complaintOn("other")}
                  />
                )}
              </Choice>
            ))}
          </fieldset>
        </div>
        <div>
          <fieldset>
            <legend>Technicians</legend>
            {complaintOn("technician") && (
              <p class="complaint" role="alert">{complaintOn("technician")}</p>
            )}
            {page.technicians.map((each) => (
              <label class="check" key={each.technician_id}>
                <input
                  type="checkbox"
                  name="technician"
                  value={each.technician_id}
                  checked={!asked || technicians.includes(each.technician_id)}
                />
                <span>
                  {each.name} <small>{stopsOf(each.stops)}{each.is_away && ", away already"}</small>
                </span>
              </label>
            ))}
          </fieldset>
          <fieldset>
            <legend>Which work</legend>
            <Choice name="which" value="all" label="All of it" isChosen={!outdoor} />
            <Choice
              name="which"
              value="outdoor"
              label={`Outdoor units only, ${stopsOf(outdoorStops)}`}
              isChosen={outdoor}
            >
              <p class="hint">
                {page.outdoor_kinds.length === 0
                  ? "No category is outdoor; the catalogue says which are."
                  : `${listText(page.outdoor_kinds)}. Everything else of that day goes on.`}
              </p>
            </Choice>
          </fieldset>
        </div>
      </div>
      <p class="buttons">
        <button type="submit" class={asked ? "second" : undefined}>Show who is affected</button>
      </p>
    </form>
  );
}
