import { Title } from "@/components/web/Title.tsx";
import SlotPicker from "@/islands/SlotPicker.tsx";
import { chosenIn, hrefOf, type Step } from "@/lib/booking/step.ts";
import type { OpenPage } from "@/lib/booking/shapes.ts";
import { choiceText, minutesOf, unitsOfVisit, unitText } from "@/lib/booking/words.ts";
import { whenText } from "@/lib/text/coming.ts";
import { dueText, lengthText, sentence, unbroken } from "@/lib/text/dates.ts";
import { greeting } from "@/lib/text/names.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import { namesOf } from "@/lib/text/units.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { NeedsNewTime } from "./ChooseUnits.tsx";
import { Cost } from "./Cost.tsx";
import { Go } from "./Go.tsx";
import { CallPromised, Otherwise } from "./Otherwise.tsx";
import { StepOf } from "./StepOf.tsx";
import { StillComing } from "./StillComing.tsx";
import { UnitIcon } from "@/components/web/UnitIcon.tsx";

/** The times to choose from; for a link's first page also who, what, when and how much. */
export function ChooseTime(
  { page, step, times, notice, token, company, today }:
    & ViewOf<"times">
    & PageParts
    & { today: string },
) {
  const phone = { text: company.phone, href: phoneHref(company.phone) };
  return (
    <div class="page">
      {page.status === "booked" ? <Title>Change your visit</Title> : (
        <>
          <StepOf page={page} step="times" />
          <Title>
            {`${greeting(page.first_name)}, ${
              times.week === null ? "let's find a time" : "choose a time"
            }`}
          </Title>
        </>
      )}
      {notice && <p class="notice" role="status">{unbroken(notice)}</p>}
      {page.status === "booked"
        ? (
          <p>
            Now {page.appointment.technician_name} comes{" "}
            {unbroken(sentence(whenText(page.appointment, company.time_zone)))}{" "}
            Your visit stays booked until you confirm another time.
          </p>
        )
        : (
          <>
            <StillComing page={page} company={company} />
            {page.needs_new_time && <NeedsNewTime />}
            <CallPromised call={page.call} token={token} today={today} />
            {page.household.length > 0
              ? <Chosen page={page} step={step} token={token} />
              : <Greeting page={page} today={today} />}
          </>
        )}
      <SlotPicker first={times} source={`/book/${token}/slots.json`} phone={phone} />
      <Otherwise
        token={token}
        company={company}
        step={step}
        heading={times.week === null ? "How to reach us" : "None of these suit you?"}
      >
        {page.status === "booked" && (
          <p>
            <Go class="button second" href={hrefOf(token)}>Keep my visit as it is</Go>
          </p>
        )}
      </Otherwise>
    </div>
  );
}

/** What the household's visit is for; it stays in view, and can be changed. */
function Chosen({ page, step, token }: { page: OpenPage; step: Step; token: string }) {
  const units = unitsOfVisit(page, step.units);
  const again = hrefOf(token, { ...chosenIn(step), name: "times", units: [], only: false });
  return (
    <div class="chosen">
      <p>
        <strong>{unbroken(choiceText(page, step.units))}:</strong> {unbroken(namesOf(units))},{" "}
        {lengthText(minutesOf(page, step.units))}, <Cost units={units} />
      </p>
      <Go class="quiet" href={again}>
        Change <span class="unseen">what the visit is for</span>
      </Go>
    </div>
  );
}

function Greeting({ page, today }: { page: OpenPage; today: string }) {
  const due = unbroken(dueText(page.due_on));
  return (
    <>
      <div class="greeting">
        <UnitIcon category={page.unit.category} />
        <p>
          Your <strong>{unbroken(unitText(page))}</strong> {page.due_on < today
            ? <>was due for its maintenance visit on {due}</>
            : <>is due for its maintenance visit by {due}</>}. The visit takes{" "}
          {lengthText(page.visit_minutes)} and costs <Cost units={[page.own]} />.
        </p>
      </div>
      <p>
        A technician cleans, adjusts and checks it, and tests that it runs safely. If something
        needs a repair, we tell you the price first. <strong>Nothing to pay now.</strong>
      </p>
    </>
  );
}
