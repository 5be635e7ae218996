import { StateMark } from "@/components/web/StateMark.tsx";
import type { Checked } from "@/lib/booking/desk.ts";
import {
  deskTime,
  inTheWayText,
  readBack,
  uncheckedText,
  warningText,
} from "@/lib/booking/desk_words.ts";
import { sentence, unbroken } from "@/lib/text/dates.ts";
import type { DeskView } from "./desk_view.ts";

/** The chosen time: what is against it, the sentence to read back, and the button that says what it does. */
export function DeskChoice(view: DeskView) {
  const { checked, wish } = view;
  if (checked === null || wish.at === null) {
    return (
      <div class="outcome">
        <p class="soft">Choose a time. It is read back here before anything is booked.</p>
      </div>
    );
  }
  if (!("starts_at" in checked)) {
    return (
      <div class="outcome" id="choice" tabIndex={-1} autofocus>
        <p class="notice warn" role="alert">{uncheckedText(checked)}</p>
      </div>
    );
  }
  return (
    <div class="outcome" id="choice" tabIndex={-1} autofocus={view.refused === undefined}>
      {checked.status === "impossible"
        ? <Impossible {...view} checked={checked} />
        : <Possible {...view} checked={checked} />}
    </div>
  );
}

function Possible({ sheet, wish, refused, checked, zone }: DeskView & { checked: Checked }) {
  const [before, when, after] = readBack(checked, sheet.today, zone);
  const verb = sheet.booked ? "Move it to" : "Book";
  return (
    <>
      {checked.warnings.length > 0 && (
        <div class="notice warn">
          <p>
            <StateMark mark={{ text: "Possible, but", shape: "late" }} />
          </p>
          <ul>
            {checked.warnings.map((warning) => (
              <li key={warning.reason}>
                {sentence(unbroken(warningText(warning, checked, sheet.today, zone)))}
              </li>
            ))}
          </ul>
          <input type="hidden" name="warned" value="yes" />
          <label class="check">
            <input
              type="checkbox"
              name="anyway"
              value="yes"
              checked={wish.anyway}
              aria-invalid={refused?.field === "anyway" ? true : undefined}
              aria-describedby={refused?.field === "anyway" ? "anyway-complaint" : undefined}
            />
            <span>
              {sheet.booked ? "Move it anyway" : "Book it anyway"}, {checked.first_name} knows
            </span>
          </label>
          {refused?.field === "anyway" && (
            <p class="complaint" id="anyway-complaint">{refused.complaint}</p>
          )}
        </div>
      )}
      <p class="say">
        <span class="soft">Read it back:</span>{" "}
        <q>
          {before}
          <strong>{unbroken(when)}</strong>
          {unbroken(after)}
        </q>
      </p>
      <button type="submit" name="do" value="book">
        {unbroken(
          `${verb} ${deskTime(checked.starts_at, sheet.today, zone)} with ${checked.first_name}`,
        )}
      </button>
    </>
  );
}

/** What nobody can do, and what comes nearest to it. */
function Impossible({ sheet, checked, zone }: DeskView & { checked: Checked }) {
  return (
    <div class="notice danger" role="alert">
      <p>
        <StateMark mark={{ text: "Can't be booked.", shape: "failed" }} />{" "}
        {sentence(unbroken(inTheWayText(checked, zone)))}
      </p>
      {checked.free_after && (
        <p>
          Free after it:{" "}
          <button
            class="second"
            type="submit"
            name="choose"
            value={`${checked.free_after}/${checked.technician_id}`}
          >
            {unbroken(deskTime(checked.free_after, sheet.today, zone))}
          </button>
        </p>
      )}
    </div>
  );
}
