import { Title } from "@/components/web/Title.tsx";
import { capitalized, kindName } from "@/lib/text/names.ts";
import { timeText } from "@/lib/text/dates.ts";
import type { Draft } from "@/lib/visits/draft.ts";
import { firstGap } from "@/lib/visits/progress.ts";
import { linesOf, type Section, type Sheet } from "@/lib/visits/sheet.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { BackRow, Thumb } from "./Bars.tsx";
import { EnterKeeps } from "./EnterKeeps.tsx";
import { SectionFold } from "./SectionFold.tsx";
import { UnitLine } from "./StopParts.tsx";

/** The lines of a visit by section, with what was answered so far. Every button of the form keeps all of it. */
export function Checklist({ sheet, checklist, draft, complaint, zone, isNew }: {
  sheet: Sheet;
  /** With the answers typed so far. */
  checklist: Section[];
  draft: Draft;
  /** Of a photo that could not be kept. */
  complaint?: string;
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
        <Title focused={isNew} isError={complaint !== undefined}>
          {`${capitalized(kindName(unit.kind))} checklist`}
        </Title>
        {complaint && (
          <p class="complaint" role="alert">
            {complaint} Everything else is kept.
          </p>
        )}
        <UnitLine unit={unit} />
        {unit.safety_critical && (
          <p class="soft">
            <span aria-hidden="true">◆</span>{" "}
            marks a safety line: if one fails, the unit goes out of service and gets no certificate.
          </p>
        )}
        <form
          id="checklist"
          method="post"
          encType="multipart/form-data"
          action={visitHref(visit_id, "checklist")}
        >
          <EnterKeeps />
          {checklist.map((section, index) => (
            <SectionFold
              key={section.section}
              section={section}
              number={index + 1}
              isOpen={section === open}
              taken={{ at: visitHref(visit_id), photos: draft.photos }}
            >
              <p>
                <button type="submit" class="second wide" name="action" value="save">
                  Save<span class="unseen">what is answered, section {index + 1}</span>
                </button>
              </p>
            </SectionFold>
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
