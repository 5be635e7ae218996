import { Title } from "@/components/web/Title.tsx";
import { dueText, lengthText } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { costNote, costText } from "@/lib/text/price.ts";
import { fullName } from "@/lib/text/units.ts";
import { refusalText } from "@/lib/visits/add_unit.ts";
import type { AddableUnit } from "@/lib/visits/shapes.ts";
import type { Sheet } from "@/lib/visits/sheet.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { BackRow, Thumb } from "./Bars.tsx";
import { Choice } from "@/components/web/Choice.tsx";

/** Which other unit of the household is serviced as well, at what price; what cannot be says why. */
export function AddUnit(
  { sheet, complaint, chosen }: { sheet: Sheet; complaint?: string; chosen?: string },
) {
  const { visit_id, stop, could_add } = sheet;
  const here = visitHref(visit_id, "add-unit");
  const possible = could_add.filter(({ refused }) => refused === null);
  const others = could_add.filter(({ refused }) => refused !== null);
  return (
    <>
      <BackRow href={visitHref(visit_id)} to={stop.client_name ?? "The job"} />
      <div class="tech flow">
        <Title focused={complaint !== undefined} isError={complaint !== undefined}>
          Add another unit
        </Title>
        {complaint && (
          <p class="notice warn" role="alert">
            <strong>It was not added.</strong> {complaint}
          </p>
        )}
        {possible.length === 0
          ? <p>Nothing else that is due here can be serviced at this stop.</p>
          : (
            <form id="add" method="post" action={here} class="flow">
              <p>
                Please tell the price and ask first. It gets its own checklist, and its own line on
                the invoice.
              </p>
              <fieldset>
                <legend>Which one?</legend>
                {possible.map((unit) => (
                  <UnitToAdd
                    key={unit.contract_id}
                    unit={unit}
                    isChosen={possible.length === 1 || unit.contract_id === chosen}
                  />
                ))}
              </fieldset>
            </form>
          )}
        {others.length > 0 && (
          <section aria-labelledby="not-now">
            <h2 id="not-now">Not at this stop</h2>
            <ul class="history">
              {others.map((unit) => (
                <li key={unit.contract_id}>
                  <strong>{capitalized(fullName(unit))}</strong>, due {dueText(unit.due_on)}
                  <p>{refusalText(unit.refused!)}</p>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <Thumb>
        {possible.length > 0
          ? <button type="submit" class="button" form="add">Add it to this stop</button>
          : <a class="button" href={visitHref(visit_id)} aria-current="false">Back to the job</a>}
      </Thumb>
    </>
  );
}

function UnitToAdd({ unit, isChosen }: { unit: AddableUnit; isChosen: boolean }) {
  const note = costNote([unit]);
  return (
    <Choice
      name="contract_id"
      value={unit.contract_id}
      isChosen={isChosen}
      required
      label={
        <>
          {capitalized(fullName(unit))}{" "}
          <small>
            Costs {costText([unit])}
            {note && ` (${note})`}
          </small>{" "}
          <small>Due {dueText(unit.due_on)}, takes {lengthText(unit.minutes)}</small>
        </>
      }
    />
  );
}
