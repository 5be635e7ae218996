import { Title } from "@/components/web/Title.tsx";
import { timeText } from "@/lib/text/dates.ts";
import { capitalized, kindName } from "@/lib/text/names.ts";
import SignaturePad from "@/islands/SignaturePad.tsx";
import { countName, shortName } from "@/lib/text/units.ts";
import type { Finish } from "@/lib/visits/finish.ts";
import type { WorkUnit } from "@/lib/visits/shapes.ts";
import { dangersOf, gapsOf, resultText } from "@/lib/visits/progress.ts";
import { linesOf } from "@/lib/visits/sheet.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { BackRow, Thumb } from "./Bars.tsx";
import { EnterKeeps } from "./EnterKeeps.tsx";
import { Money } from "./Money.tsx";
import { VisitPhotos } from "./Photos.tsx";
import { ReportFields } from "./ReportFields.tsx";
import { SignatureFields } from "./SignatureFields.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { ToCorrect } from "./ToCorrect.tsx";

const ON_THE_PHONE = {
  findings: "What you found",
  findingsHint: "For the record and for who comes next.",
  labourHint: "You can leave this empty.",
  serial: "Serial number, if you can read it",
};

/** The last step: what was found and used, who signs, and what follows. */
export function FinishForm({ finish, zone }: { finish: Finish; zone: string }) {
  const { sheet, checklist, draft: { typed, saved_at, photos }, others, complaints } = finish;
  const { visit_id, unit, stop } = sheet;
  const lines = linesOf(checklist);
  const dangers = dangersOf(checklist);
  const waiting = others.find(({ gaps }) => gaps.length > 0);
  const saved = saved_at && timeText(saved_at, zone);
  const isRefused = Object.keys(complaints).length > 0;
  const name = capitalized(kindName(unit.kind));
  return (
    <>
      <BackRow href={visitHref(visit_id, "checklist")} to="Checklist" saved={saved} />
      <div class="tech flow">
        <Title isError={isRefused} focused={finish.isNew}>
          {isRefused
            ? "Almost there"
            : dangers.length > 0
            ? `Finish: the ${kindName(unit.kind)} goes out of service`
            : "Finish the visit"}
        </Title>
        <ToCorrect
          gaps={gapsOf(lines, unit)}
          lines={visitHref(visit_id, "checklist")}
          complaints={complaints}
        />
        <p data-results={lines.length}>
          {lines.length > 0 && <StateMark mark={resultText(lines)} />}{" "}
          {[stop.client_name, name].filter(Boolean).join(", ")}.
        </p>
        <form
          id="finish"
          class="flow"
          method="post"
          encType="multipart/form-data"
          action={visitHref(visit_id, "finish")}
        >
          <EnterKeeps />
          <input type="hidden" name="based_on" value={finish.based_on} />
          <input type="hidden" name="report_id" value={finish.report_id} />
          <input type="hidden" name="task_id" value={stop.task_id} />
          <Danger finish={finish} />
          <ReportFields
            typed={typed}
            complaints={complaints}
            asksSerial={unit.serial_number === null}
            words={ON_THE_PHONE}
          />
          <VisitPhotos at={visitHref(visit_id)} photos={photos} complaint={complaints.photos} />
          {waiting && <NotYet waiting={waiting.unit} others={others} />}
          <fieldset data-signs hidden={!!waiting} disabled={!!waiting}>
            <SignatureFields
              signer={typed.signer}
              complaint={complaints.signature}
              title={others.length > 0
                ? `Who signs for ${countName(others.length + 1)} units?`
                : "Who signs?"}
              isNeeded={stop.units.some(({ safety_critical }) => safety_critical)}
              byName={{
                label: "The name typed above stands for a signature",
                then: "Please read out: “I agree that the visit took place.”",
              }}
            >
              <SignaturePad
                name="png"
                drawn={finish.png}
                isChosen={typed.signer.method === "drawn"}
              />
            </SignatureFields>
          </fieldset>
        </form>
        <Money stop={stop} />
        <p class="hint">How it is paid comes on the next page, with the sum of the invoice.</p>
        <p class="hint" data-no-signal hidden>
          Without a signal, note it after you finish: it is saved on this phone, and sent with the
          rest.
        </p>
      </div>
      <Thumb>
        {waiting && (
          <button
            type="submit"
            class="button"
            form="finish"
            name="action"
            value="keep"
            data-waits
          >
            Keep this, go to the {shortName(waiting.unit)}
          </button>
        )}
        <button
          type="submit"
          class={dangers.length > 0 ? "danger" : "button"}
          form="finish"
          name="action"
          value="finish"
          data-signs
          hidden={!!waiting}
          disabled={!!waiting}
        >
          {dangers.length > 0 ? "Finish: out of service" : "Finish the visit"}
        </button>
      </Thumb>
    </>
  );
}

/**
 * Another unit of the stop has no outcome: the client signs once, for all of them. On a phone without signal it may have
 * been answered since the page was made: a script lets them sign then.
 */
function NotYet({ waiting, others }: { waiting: WorkUnit; others: Finish["others"] }) {
  return (
    <div data-waits>
      <p class="notice">
        The {shortName(waiting)} has no outcome yet. The client signs once, when every unit has one.
      </p>
      <input
        type="hidden"
        name="goes_on"
        value={`${visitHref(waiting.visit_id, "checklist")}?now`}
      />
      {others.map(({ unit, gaps }) => (
        <span key={unit.visit_id} hidden data-visit={unit.visit_id} data-gaps={gaps.join(" ")} />
      ))}
    </div>
  );
}

/**
 * What follows from a safety line that failed. On a phone without signal it may have failed since the page was made:
 * a script shows it then.
 */
function Danger(
  { finish: { sheet: { unit }, checklist, complaints, isTold } }: { finish: Finish },
) {
  const name = kindName(unit.kind);
  const dangers = dangersOf(checklist);
  const strict = linesOf(checklist).filter(({ safety_critical }) => safety_critical);
  if (strict.length === 0) return null;
  return (
    <div
      class="flow"
      data-safety={strict.map(({ position }) => position).join(" ")}
      hidden={dangers.length === 0}
    >
      <section class="notice danger" aria-labelledby="danger">
        <h2 id="danger">
          {dangers.length === 0 && <span class="mark failed">A safety line failed</span>}
          {dangers.map(({ position, label }) => (
            <span class="mark failed" key={position}>
              Line {position} failed: {label}
            </span>
          ))}
        </h2>
        <p>When the visit is finished:</p>
        <ul>
          <li>The {name} is out of service. Tag it, switch it off, take the key.</li>
          <li>No certificate. Reminders stop until the repair is done.</li>
          <li>The office is told at once and quotes the repair.</li>
          <li>The visit is done and charged.</li>
        </ul>
      </section>
      <p>
        <strong>Tell the client now:</strong> “Please don't use the{" "}
        {name}. The office will call you today about the repair.”
      </p>
      <div class="field">
        {complaints.told && <p class="complaint" id="told-complaint">{complaints.told}</p>}
        <label class="check">
          <input
            id="told"
            type="checkbox"
            name="told"
            value="yes"
            checked={isTold}
            aria-describedby={complaints.told ? "told-complaint" : undefined}
          />
          <span>I have told the client and tagged the {name}</span>
        </label>
      </div>
    </div>
  );
}
