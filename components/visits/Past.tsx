import { dayOf, monthDayText, shortDayText, unbroken } from "@/lib/text/dates.ts";
import type { KnownVisit } from "@/lib/visits/history.ts";
import type { PastVisit } from "@/lib/visits/shapes.ts";
import { type HistoryStep, stepText } from "@/lib/text/repair_steps.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { certificateText, countText, photosText, repairStateText } from "@/lib/text/visits.ts";
import { StateMark } from "@/components/web/StateMark.tsx";

/** What whoever was here last wanted to have known. */
export function LastWords({ history }: { history: PastVisit[] }) {
  const last = history.find(({ findings }) => findings);
  if (!last) return null;
  return (
    <p class="notice">
      <strong>Last time:</strong> “{last.findings}” {last.technician_name ?? ""},{" "}
      {monthDayText(last.on_day)}.
    </p>
  );
}

/** The last visits of a unit, folded, and the way to all of them. */
export function History({ history, all }: { history: PastVisit[]; all: string }) {
  if (history.length === 0) {
    return (
      <p class="soft">
        No earlier visit of this unit is on record. <a class="quiet" href={all}>Its repairs</a>
      </p>
    );
  }
  return (
    <details class="fold">
      <summary>Last visits ({history.length})</summary>
      <ol class="history">
        {history.map((past) => (
          <li key={past.visit_id}>
            <PastHead past={past} />
            {past.failed.map(({ label, note }) => (
              <p key={label}>{note ? `${label}: ${note}` : label}</p>
            ))}
            {past.findings && <p>“{past.findings}”</p>}
          </li>
        ))}
      </ol>
      <p>
        <a class="quiet" href={all}>All visits and repairs of this unit</a>
      </p>
    </details>
  );
}

/** One visit with all that a technician is told of it. */
export function WholeVisit({ past }: { past: KnownVisit }) {
  const { failed, findings, advice_to_client, photos, parts, certificates, repairs } = past;
  return (
    <>
      <PastHead past={past} />
      {failed.map(({ label, note, safety_critical }) => (
        <p key={label}>
          {safety_critical && <span class="mark safety">Safety</span>}{" "}
          {note ? `${label}: ${note}` : label}
        </p>
      ))}
      {findings && <p>“{findings}”</p>}
      {photos > 0 && <p class="soft">{photosText(photos)}</p>}
      {advice_to_client && <p class="soft">The client was told: “{advice_to_client}”</p>}
      {parts.length > 0 && (
        <p class="soft">
          Parts: {parts.map(countText).join(", ")}
        </p>
      )}
      {certificates.map((each) => (
        <p key={each.number} class="soft">{each.number}, {unbroken(certificateText(each))}</p>
      ))}
      {repairs.map((each, index) => (
        <p key={index} class="soft">Repair: {unbroken(repairStateText(each))}</p>
      ))}
    </>
  );
}

/** What became of a repair of it, and when. */
export function RepairStep({ step, zone }: { step: HistoryStep; zone: string }) {
  const day = dayOf(step.at, zone);
  return (
    <>
      <time dateTime={day}>{shortDayText(day)}</time>
      <p>{stepText(step)}</p>
    </>
  );
}

/** When a visit was, by whom, and how it went. */
export function PastHead({ past }: { past: PastVisit }) {
  return (
    <>
      <time dateTime={past.on_day}>{shortDayText(past.on_day)}</time>
      {past.technician_name && `, ${past.technician_name}`} <StateMark mark={markOf(past)} />
    </>
  );
}

function markOf({ state, failed }: PastVisit): Mark {
  if (state === "reversed") return { text: "Taken back", shape: "missed" };
  if (state !== "done") {
    return { text: state === "no_show" ? "Nobody home" : "Could not be done", shape: "missed" };
  }
  return failed.length === 0
    ? { text: "All passed", shape: "done" }
    : { text: `${failed.length} failed`, shape: "failed" };
}
