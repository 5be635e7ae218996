import { Title } from "@/components/web/Title.tsx";
import { capitalized, kindName } from "@/lib/text/names.ts";
import { timeText } from "@/lib/text/dates.ts";
import type { Draft } from "@/lib/visits/draft.ts";
import { firstGap, progressOf } from "@/lib/visits/progress.ts";
import { type Line, linesOf, type Section, type Sheet } from "@/lib/visits/sheet.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { BackRow, Thumb } from "./Bars.tsx";
import { StateMark, UnitLine } from "./StopParts.tsx";

/** The lines of a visit by section, with what was answered so far. Every button of the form keeps all of it. */
export function Checklist({ sheet, checklist, draft, zone, isNew }: {
  sheet: Sheet;
  /** With the answers typed so far. */
  checklist: Section[];
  draft: Draft;
  zone: string;
  isNew: boolean;
}) {
  const { visit_id, unit, stop } = sheet;
  const lines = linesOf(checklist);
  const gap = firstGap(lines, unit);
  const open = checklist.find((section) => section.lines.some((line) => line.result === null));
  const saved = draft.saved_at && timeText(draft.saved_at, zone);
  return (
    <>
      <BackRow href={visitHref(visit_id)} to={stop.client_name ?? "The job"} saved={saved} />
      <div class="tech flow">
        <Title focused={isNew}>{`${capitalized(kindName(unit.kind))} checklist`}</Title>
        <UnitLine unit={unit} />
        {unit.safety_critical && (
          <p class="soft">
            <span aria-hidden="true">◆</span>{" "}
            marks a safety line: if one fails, the unit goes out of service and gets no certificate.
          </p>
        )}
        <form id="checklist" method="post" action={visitHref(visit_id, "checklist")}>
          {/* What the Enter key presses. */}
          <button
            type="submit"
            class="unseen"
            name="action"
            value="save"
            tabIndex={-1}
            aria-hidden="true"
          >
            Save
          </button>
          {checklist.map((section, index) => (
            <SectionFold
              key={section.section}
              section={section}
              number={index + 1}
              isOpen={section === open}
            />
          ))}
          {lines.length === 0 && (
            <p class="notice">
              There is no checklist for this kind of unit. Write down what you did on the next page.
            </p>
          )}
        </form>
        <p>
          <a class="quiet" href={visitHref(visit_id, "could-not")}>I can't finish this visit</a>
        </p>
      </div>
      <Thumb>
        <p class="soft">
          <strong>{lines.filter(({ result }) => result).length} of {lines.length}</strong> answered
          {gap && (
            <>
              <br />
              <a class="quiet" href={`#line-${gap.position}`}>Go to line {gap.position}</a>
            </>
          )}
        </p>
        <button type="submit" class="button" form="checklist" name="action" value="next">
          Next: finish
        </button>
      </Thumb>
    </>
  );
}

function SectionFold(
  { section: { section, lines }, number, isOpen }: {
    section: Section;
    number: number;
    isOpen: boolean;
  },
) {
  const rest = lines.filter(({ result }) => result === null).length;
  return (
    <details class="fold" open={isOpen}>
      <summary>
        <span>{number}. {section}</span>
        <StateMark mark={progressOf(lines)} />
      </summary>
      {rest > 0 && (
        <p>
          <button type="submit" class="second wide" name="all_pass" value={number}>
            <span aria-hidden="true">✓</span>{" "}
            {rest < lines.length ? `Pass the other ${rest}` : `All ${rest} pass`}
          </button>
        </p>
      )}
      {lines.map((line) => <LineField key={line.position} line={line} />)}
      <p>
        <button type="submit" class="second wide" name="action" value="save">
          Save<span class="unseen">what is answered, section {number}</span>
        </button>
      </p>
    </details>
  );
}

const CHOICES = [["pass", "pass", "Pass"], ["fail", "fail", "Fail"], [
  "na",
  "not_applicable",
  "N.A.",
]] as const;

/** One line: three answers as one switch, and room for what is wrong. */
function LineField({ line }: { line: Line }) {
  const { position, label, help, safety_critical, result, note } = line;
  return (
    <fieldset class={safety_critical ? "line strict" : "line"} id={`line-${position}`}>
      <legend>
        {position}. {label} {safety_critical && <span class="mark safety">safety</span>}
      </legend>
      <div class="switch">
        {CHOICES.map(([look, value, text]) => (
          <label class={look} key={value}>
            <input
              type="radio"
              name={`line-${position}`}
              value={value}
              checked={result === value}
            />
            {text}
          </label>
        ))}
      </div>
      {help && <p class="hint">{help}</p>}
      {safety_critical && (
        <p class="notice danger on-fail">
          <strong>If this line fails, the unit goes out of service.</strong>{" "}
          No certificate, reminders stop, the office is told at once and quotes the repair. The
          visit is still done and charged.
        </p>
      )}
      <div class="extra">
        <p class="field">
          <label for={`note-${position}`}>What is wrong, or why not?</label>
          <textarea id={`note-${position}`} name={`note-${position}`} rows={2} maxLength={500}>
            {note ?? ""}
          </textarea>
        </p>
      </div>
    </fieldset>
  );
}
