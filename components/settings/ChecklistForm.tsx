import { type DraftLine, draftOf, lineField, sectionField } from "@/lib/settings/checklist_form.ts";
import type { ChecklistView } from "./view.ts";
import { counted } from "@/lib/text/names.ts";

/** Sections with their lines: each button sends all that is typed, and nothing is kept before "Save". */
export function ChecklistForm(view: ChecklistView) {
  const { id, page, shown, draft = draftOf(page.versions[0]?.lines ?? []) } = view;
  return (
    <form method="post" action={`/office/catalogue/${id}/checklist`} class="checklist-form">
      <input type="hidden" name="shown" value={shown} />
      {/* Enter in the name of a section presses the first button: this one, which moves nothing. */}
      <button type="submit" name="do" value="keep" class="unseen" tabIndex={-1} aria-hidden="true">
        Keep
      </button>
      {draft.map(({ section, lines }, s) => {
        const name = sectionField(s);
        const complaint = view.refused?.complaints[name];
        return (
          <fieldset key={s} class="box">
            <legend class="unseen">{section || "New section"}</legend>
            <div class="section-head">
              <div class="field">
                <label for={name}>Section</label>
                {complaint && <p class="complaint" id={`${name}-complaint`}>{complaint}</p>}
                <input
                  id={name}
                  name={name}
                  value={section}
                  maxLength={page.most.section}
                  autocomplete="off"
                  autofocus={isFocused(view, name)}
                  aria-invalid={complaint ? true : undefined}
                  aria-describedby={complaint && `${name}-complaint`}
                />
              </div>
              <Moves
                view={view}
                at={name}
                about={section}
                up={s > 0 && `section-up.${s}`}
                down={s < draft.length - 1 && `section-down.${s}`}
              />
            </div>
            <ol>
              {lines.map((line, l) => (
                <LineFields
                  key={l}
                  view={view}
                  line={line}
                  name={lineField(s, l)}
                  at={`${s}.${l}`}
                  isFirst={s === 0 && l === 0}
                  isLast={s === draft.length - 1 && l === lines.length - 1}
                />
              ))}
            </ol>
            <button
              type="submit"
              class="second"
              id={`${name}-add`}
              name="do"
              value={`add.${s}`}
              autofocus={isFocused(view, `${name}-add`)}
            >
              Add a line<span class="unseen">: {section}</span>
            </button>
          </fieldset>
        );
      })}
      <p>
        <button type="submit" class="second" name="do" value="section">Add a section</button>
      </p>
      <div class="notice">
        <p>
          It holds for visits that are booked from the moment it is saved. {keepText(page.visits)}
        </p>
        <button type="submit" name="do" value="save">Save the checklist</button>
      </div>
    </form>
  );
}

/** Whom a change is not about. */
export const keepText = (visits: number) =>
  visits === 0
    ? "No visit is booked now."
    : `${counted(visits, "booked visit")} ${visits === 1 ? "keeps its" : "keep their"} list.`;

/** Where the next look goes: what a button led to, or the first thing that is to be corrected. */
function isFocused({ focus, refused }: ChecklistView, id: string): boolean {
  return focus === id || (refused !== undefined && Object.keys(refused.complaints)[0] === id);
}

function LineFields({ view, line, name, at, isFirst, isLast }: {
  view: ChecklistView;
  line: DraftLine;
  name: string;
  at: string;
  isFirst: boolean;
  isLast: boolean;
}) {
  const { label, help, required, safety_critical } = line;
  const about = label || "the new line";
  return (
    <li class="check-line">
      <Words view={view} id={name} label="What is checked" value={label} most="label" />
      <details open={help !== "" || view.refused?.complaints[`${name}help`] !== undefined}>
        <summary>How to check it</summary>
        <Words view={view} id={`${name}help`} label="How to check it" value={help} most="help" />
      </details>
      <div class="checks">
        <Check name={`${name}required`} isOn={required} label="Has to be answered" />
        <Check name={`${name}safety`} isOn={safety_critical} label="Safety" />
      </div>
      <div class="moves">
        <Moves
          view={view}
          at={name}
          about={about}
          up={!isFirst && `up.${at}`}
          down={!isLast && `down.${at}`}
        />
        <button type="submit" class="second" name="do" value={`remove.${at}`}>
          Take out<span class="unseen">: {about}</span>
        </button>
      </div>
    </li>
  );
}

function Words({ view, id, label, value, most }: {
  view: ChecklistView;
  id: string;
  label: string;
  value: string;
  most: "label" | "help";
}) {
  const complaint = view.refused?.complaints[id];
  return (
    <div class="field">
      <label for={id} class="unseen">{label}</label>
      {complaint && <p class="complaint" id={`${id}-complaint`}>{complaint}</p>}
      <textarea
        id={id}
        name={id}
        rows={1}
        maxLength={view.page.most[most]}
        autofocus={isFocused(view, id)}
        aria-invalid={complaint ? true : undefined}
        aria-describedby={complaint && `${id}-complaint`}
      >
        {value}
      </textarea>
    </div>
  );
}

function Check({ name, isOn, label }: { name: string; isOn: boolean; label: string }) {
  return (
    <label class="check">
      <input type="checkbox" name={name} value="yes" checked={isOn} />
      <span>{label}</span>
    </label>
  );
}

/** Up and down, each where there is somewhere to go. */
function Moves({ view, at, about, up, down }: {
  view: ChecklistView;
  at: string;
  about: string;
  up: string | false;
  down: string | false;
}) {
  const move = (way: "up" | "down", value: string | false) => (
    <button
      type="submit"
      class="second"
      id={`${at}-${way}`}
      name="do"
      value={value || undefined}
      disabled={value === false}
      autofocus={isFocused(view, `${at}-${way}`)}
    >
      {way === "up" ? "Up" : "Down"}
      <span class="unseen">: {about}</span>
    </button>
  );
  return (
    <span class="moves">
      {move("up", up)} {move("down", down)}
    </span>
  );
}
