import type { ComponentChildren } from "preact";
import { CallPromised, Otherwise } from "./Otherwise.tsx";
import { StepOf } from "./StepOf.tsx";
import { StillComing } from "./StillComing.tsx";
import { Cost } from "./Cost.tsx";
import { Go } from "./Go.tsx";
import { Title } from "@/components/web/Title.tsx";
import type { OpenPage } from "@/lib/booking/shapes.ts";
import { chosenIn, hrefOf, type Step } from "@/lib/booking/step.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { choiceText, minutesOf, unitsOfVisit } from "@/lib/booking/words.ts";
import { dueDay, lengthText, unbroken } from "@/lib/text/dates.ts";
import { capitalized, greeting } from "@/lib/text/names.ts";
import { namesOf, shortName } from "@/lib/text/units.ts";

/** A household is asked first what the visit is for: nothing can be ticked and then forgotten. */
export function ChooseUnits(
  { page, step, notice, token, company, today }:
    & ViewOf<"which">
    & PageParts
    & { today: string },
) {
  const all = page.household.map(({ contract_id }) => contract_id);
  return (
    <div class="page">
      <StepOf page={page} step="which" />
      <Title>{`${greeting(page.first_name)}, what shall we look after?`}</Title>
      {notice && <p class="notice" role="status">{unbroken(notice)}</p>}
      <StillComing page={page} company={company} />
      {page.needs_new_time && <NeedsNewTime />}
      <CallPromised call={page.call} token={token} today={today} />
      <p>
        {all.length + 1} things in your home are due. One visit can do{" "}
        {all.length === 1 ? "both" : "all"}.
      </p>
      <div class="offers">
        <Offer page={page} units={all} step={step} token={token}>
          {unitsOfVisit(page, all).map((unit) => (
            <span class="line" key={unit.contract_id}>
              {unbroken(`${capitalized(shortName(unit))}, due ${dueDay(unit.due_on, today)}`)}
            </span>
          ))}
        </Offer>
        <Offer page={page} units={[]} step={step} token={token}>
          Due {unbroken(dueDay(page.own.due_on, today))}. We'll write again about the{" "}
          {unbroken(namesOf(page.household))}.
        </Offer>
      </div>
      {all.length > 1 && <SomeOfThem page={page} step={step} token={token} />}
      <p class="hint">Then you choose the day. Nothing to pay now.</p>
      <Otherwise token={token} company={company} step={step} heading="Something else?" />
    </div>
  );
}

/** The company had to take the appointment off its calendar. */
export function NeedsNewTime() {
  return (
    <p class="notice">
      We are sorry: we can't come at the time you had. Please choose a new one.
    </p>
  );
}

function Offer({ page, units, step, token, children }: {
  page: OpenPage;
  units: string[];
  step: Step;
  token: string;
  children: ComponentChildren;
}) {
  const href = hrefOf(token, {
    ...chosenIn(step),
    name: "times",
    units,
    only: units.length === 0,
  });
  return (
    <Go class="offer" href={href}>
      <strong>{unbroken(choiceText(page, units))}</strong>
      <span>{children}</span>
      <span>
        {capitalized(lengthText(minutesOf(page, units)))},{" "}
        <Cost units={unitsOfVisit(page, units)} />
      </span>
    </Go>
  );
}

/** Of three and more, some. */
function SomeOfThem({ page, step, token }: { page: OpenPage; step: Step; token: string }) {
  return (
    <details class="fold">
      <summary>Some of them</summary>
      <form method="get" action={hrefOf(token)}>
        <input type="hidden" name="only" value="1" />
        {(["from", "day", "half"] as const).map((name) =>
          step[name] && <input type="hidden" name={name} value={step[name]} key={name} />
        )}
        <p>The {unbroken(shortName(page.own))}, and:</p>
        {page.household.map((unit) => (
          <label class="check" key={unit.contract_id}>
            <input
              type="checkbox"
              name="with"
              value={unit.contract_id}
              checked={step.units.includes(unit.contract_id)}
            />
            <span>{unbroken(shortName(unit))}</span>
          </label>
        ))}
        <button type="submit" class="second">Choose these</button>
      </form>
    </details>
  );
}
