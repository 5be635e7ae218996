import { Field } from "@/components/web/Field.tsx";
import { deskShortDay } from "@/lib/booking/desk_words.ts";
import { unbroken } from "@/lib/text/dates.ts";
import { lineText } from "@/lib/text/price.ts";
import { capitalized } from "@/lib/text/names.ts";
import { fullName } from "@/lib/text/units.ts";
import type { DeskView } from "./desk_view.ts";

/** What comes along, and how the client is found on the day. Of a visit that is booked, that was said. */
export function DeskDetails({ sheet, wish, refused }: DeskView) {
  if (sheet.booked) return null;
  const complaint = (name: string) => refused?.field === name ? refused.complaint : undefined;
  return (
    <>
      {sheet.household.length > 0 && (
        <fieldset>
          <legend>In the same visit</legend>
          {sheet.household.map((unit) => (
            <label class="check" key={unit.contract_id}>
              <input
                type="checkbox"
                name="with"
                value={unit.contract_id}
                checked={wish.units.includes(unit.contract_id)}
              />
              <span>
                {unbroken(capitalized(fullName(unit)))}
                <small>
                  {unbroken(
                    `due ${deskShortDay(unit.due_on, sheet.today)}, + ${unit.minutes} min, ${
                      lineText(unit)
                    }`,
                  )}
                </small>
              </span>
            </label>
          ))}
          <button class="quiet" type="submit" name="do" value="show">
            Look for times for what is ticked
          </button>
        </fieldset>
      )}
      <div class="pair">
        <Field
          name="phone"
          label="Phone on the day"
          type="tel"
          value={wish.phone}
          maxLength={40}
          complaint={complaint("phone")}
        />
        <Field
          name="access_notes"
          label="Getting in"
          value={wish.access_notes}
          maxLength={2000}
          complaint={complaint("access_notes")}
        />
      </div>
    </>
  );
}
