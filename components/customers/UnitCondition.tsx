import { Field } from "@/components/web/Field.tsx";
import { NEXT, SERIAL, type Unchanged } from "@/lib/customers/condition.ts";
import type { UnitHistory } from "@/lib/customers/history.ts";

/** What can have become of a unit, each with what it means before its button. */
export function UnitCondition(
  { history: { unit, client }, refused }: { history: UnitHistory; refused?: Unchanged },
) {
  // What it was made of meanwhile has other forms: what was typed is told above them.
  const hasForm = refused?.to === SERIAL
    ? unit.condition !== "retired"
    : NEXT[unit.condition].some(({ to }) => to === refused?.to);
  const lost = refused && !hasForm ? refused : null;
  const changed = `/office/clients/${client.customer_id}/changed`;
  return (
    <section class="on-screen" aria-labelledby="condition">
      <h2 id="condition">Something changed with it?</h2>
      {lost && (
        <div class="notice" role="alert">
          <p>{lost.complaint} Nothing of yours was saved.</p>
          {lost.reason !== "" && <p>You wrote: “{lost.reason}”</p>}
        </div>
      )}
      {unit.condition !== "retired" && <SerialNumber unit={unit} refused={refused} />}
      {NEXT[unit.condition].map(({ to, label, means }) => {
        const own = refused?.to === to ? refused : undefined;
        return (
          <details key={to} class="fold" open={own !== undefined}>
            <summary>{label}</summary>
            <form method="post" action={`/office/units/${unit.unit_id}`} class="plain-form">
              <input type="hidden" name="shown" value={unit.condition} />
              <p>{means}</p>
              <Field
                name="reason"
                id={`reason-${to}`}
                label="Why"
                maxLength={500}
                value={own?.reason}
                complaint={own?.complaint}
              />
              <button type="submit" name="to" value={to}>{label}</button>
            </form>
          </details>
        );
      })}
      {unit.condition !== "retired" && (
        <p class="links">
          <a href={`${changed}?what=sold&unit=${unit.unit_id}`}>It was sold or returned</a>{" "}
          <a href={`${changed}?what=transferred&unit=${unit.unit_id}`}>A relative has it now</a>
        </p>
      )}
    </section>
  );
}

/** The serial number as somebody read it from the unit. */
function SerialNumber({ unit, refused }: { unit: UnitHistory["unit"]; refused?: Unchanged }) {
  const own = refused?.to === SERIAL ? refused : undefined;
  return (
    <details class="fold" open={own !== undefined} id="serial">
      <summary>
        {unit.serial_number === null ? "Write down its serial number" : "Its serial number differs"}
      </summary>
      <form method="post" action={`/office/units/${unit.unit_id}`} class="plain-form">
        <input type="hidden" name="shown" value={unit.serial_number ?? ""} />
        <Field
          name="serial_number"
          label="Serial number"
          hint="As it stands on the unit."
          maxLength={100}
          value={own?.reason ?? unit.serial_number ?? ""}
          complaint={own?.complaint}
        />
        <button type="submit" name="do" value={SERIAL}>Save the serial number</button>
      </form>
    </details>
  );
}
