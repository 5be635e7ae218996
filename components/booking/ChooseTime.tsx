import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import SlotPicker from "@/islands/SlotPicker.tsx";
import { hrefOf } from "@/lib/booking/step.ts";
import type { OpenPage } from "@/lib/booking/shapes.ts";
import { chosenUnits, priceText, unitText, whenText } from "@/lib/booking/words.ts";
import { dueText, lengthText, sentence } from "@/lib/text/dates.ts";
import { feeText } from "@/lib/text/money.ts";
import { greeting } from "@/lib/text/names.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { Go } from "./Go.tsx";
import { TimePicker } from "./TimePicker.tsx";
import { UnitIcon } from "./UnitIcon.tsx";

/** The first page of a link: who, what, when, how much, and the times to choose from. */
export function ChooseTime(
  { page, step, times, kept, notice, token, company, today }:
    & ViewOf<"times">
    & PageParts
    & { today: string },
) {
  const isFirst = kept === null && notice === null && page.status === "open";
  return (
    <div class="page">
      {page.status === "booked"
        ? <Title>Change your visit</Title>
        : <Title>{isFirst ? greeting(page.first_name) : "Choose a time"}</Title>}
      {notice && <p class="notice" role="status">{notice}</p>}
      {page.status === "booked"
        ? (
          <p>
            {page.appointment.technician_name} is coming{" "}
            {sentence(whenText(page.appointment, company.time_zone))}{" "}
            Choose another time below. Nothing changes until you say so on the next page.
          </p>
        )
        : <Greeting page={page} units={step.units} today={today} />}
      {page.status === "open" && kept === null && page.household.length > 0 && (
        <Household page={page} units={step.units} token={token} />
      )}
      {kept === null
        ? <SlotPicker first={times} source={`/book/${token}/slots.json`} />
        : (
          <div class="picker">
            <TimePicker times={times} kept={kept} />
          </div>
        )}
      <section class="otherwise" aria-labelledby="otherwise">
        <h2 id="otherwise">None of these suit you?</h2>
        <p>
          <Go href={hrefOf(token, { name: "call" })} kept={kept} class="button second">
            Please call me
          </Go>
        </p>
        <CallUs company={company} />
        {page.status === "booked" && (
          <p>
            <Go class="quiet" href={hrefOf(token)}>Keep your visit as it is</Go>
          </p>
        )}
      </section>
    </div>
  );
}

function Greeting({ page, units, today }: { page: OpenPage; units: string[]; today: string }) {
  const due = dueText(page.due_on);
  return (
    <>
      {page.needs_new_time && (
        <p class="notice">
          We are sorry: we can't come at the time you had. Please choose a new one.
        </p>
      )}
      <div class="greeting">
        <UnitIcon category={page.unit.category} />
        <p>
          Your <strong>{unitText(page)}</strong> {page.due_on < today
            ? <>was due for its maintenance visit on {due}</>
            : <>is due for its maintenance visit by {due}</>}. The visit takes{" "}
          {lengthText(page.visit_minutes)} and costs{" "}
          <strong>{priceText(page, chosenUnits(page, units))}</strong>
          {units.length > 0 && <>{" "}for {units.length + 1} units together</>}.
        </p>
      </div>
      <p>
        A technician cleans, adjusts and checks it, and tests that it runs safely. If something
        needs a repair, we tell you the price first.
      </p>
    </>
  );
}

function Household({ page, units, token }: { page: OpenPage; units: string[]; token: string }) {
  return (
    <form class="household" method="get" action={hrefOf(token)}>
      <fieldset>
        <legend>Have another one looked at in the same visit?</legend>
        {page.household.map(({ contract_id, kind, due_on, fee }) => (
          <label class="check" key={contract_id}>
            <input
              type="checkbox"
              name="with"
              value={contract_id}
              checked={units.includes(contract_id)}
            />
            <span>{kind}, due {dueText(due_on)}: {feeText(fee)}</span>
          </label>
        ))}
      </fieldset>
      <button type="submit" class="second">Update my visit</button>
    </form>
  );
}
