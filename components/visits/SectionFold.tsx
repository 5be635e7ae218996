import type { ComponentChildren } from "preact";
import { progressOf } from "@/lib/visits/progress.ts";
import type { Line, Section } from "@/lib/visits/sheet.ts";
import { StateMark } from "@/components/web/StateMark.tsx";
import type { TakenPhotos } from "@/components/web/PhotoGallery.tsx";
import { LinePhotos } from "./Photos.tsx";

/** A section of a checklist, with all of its lines; what else belongs to it comes after them. */
export function SectionFold(
  { section: { section, lines }, number, isOpen, taken, isFocused = false, children }: {
    section: Section;
    number: number;
    isOpen: boolean;
    /** Photos of its lines, where they have any: of paper there are none. */
    taken?: TakenPhotos;
    /** Where one of its own buttons led here: the keyboard goes on from it. */
    isFocused?: boolean;
    children?: ComponentChildren;
  },
) {
  const rest = lines.filter(({ result }) => result === null).length;
  return (
    <details class="fold" id={`section-${number}`} open={isOpen}>
      <summary autofocus={isFocused}>
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
      {lines.map((line) => <LineField key={line.position} line={line} taken={taken} />)}
      {children}
    </details>
  );
}

const CHOICES = [["pass", "pass", "Pass"], ["fail", "fail", "Fail"], [
  "na",
  "not_applicable",
  "N.A.",
]] as const;

/** One line: three answers as one switch, and room for what is wrong. */
function LineField({ line, taken }: { line: Line; taken?: TakenPhotos }) {
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
        {taken && <LinePhotos {...taken} position={position} />}
      </div>
    </fieldset>
  );
}
