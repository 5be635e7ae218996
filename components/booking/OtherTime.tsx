import { clockTime, dayOf } from "@/lib/text/dates.ts";
import type { DeskView } from "./desk_view.ts";

/** A time of the office's own choice: it is looked at before anything is booked. */
export function OtherTime({ sheet, wish, checked, zone }: DeskView) {
  const isOwn = wish.day !== "" || (checked !== null && checked.status !== "possible");
  return (
    <details class="fold" open={isOwn}>
      <summary>Another time or technician</summary>
      <div class="other-time">
        <div class="field">
          <label for="day">Day</label>
          <input
            id="day"
            name="day"
            type="date"
            value={wish.day || (wish.at ? dayOf(wish.at, zone) : "")}
          />
        </div>
        <div class="field">
          <label for="time">Time</label>
          <input
            id="time"
            name="time"
            type="time"
            value={wish.time || (wish.at ? clockTime(wish.at, zone) : "")}
          />
        </div>
        <div class="field">
          <label for="who">Technician</label>
          <select id="who" name="who">
            {sheet.technicians.map(({ technician_id, name }) => (
              <option
                key={technician_id}
                value={technician_id}
                selected={technician_id === (wish.who || wish.technician)}
              >
                {name}
              </option>
            ))}
          </select>
        </div>
        <button class="second" type="submit" name="do" value="check">Check this time</button>
      </div>
      <p class="hint">
        A time that touches another job can't be booked: you are told which job it is.
      </p>
    </details>
  );
}
