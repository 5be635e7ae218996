import { Field } from "@/components/web/Field.tsx";
import type { KnownUnit } from "@/lib/customers/history.ts";
import { capitalized } from "@/lib/text/names.ts";
import { fullName } from "@/lib/text/units.ts";
import type { LifeEventView } from "./view.ts";

/** A field of one event: its value as it was typed, and what is wrong with it. */
function Typed({ typed, came, ...field }: LifeEventView & Parameters<typeof Field>[0]) {
  return (
    <Field
      {...field}
      value={typed[field.name]}
      complaint={came?.field === field.name ? came.complaint : undefined}
    />
  );
}

const inUse = (units: KnownUnit[]) => units.filter(({ condition }) => condition !== "retired");

/** Which of the client's units it is about; the only one is ticked. */
function WhichUnits({ name, view }: { name: string; view: LifeEventView }) {
  const { history, typed, came } = view;
  const units = inUse(history.units);
  const ticked = (typed[name] ?? "").split(" ");
  if (units.length === 0) return <p>No unit of theirs is in use.</p>;
  return (
    <fieldset>
      <legend>Which unit?</legend>
      {came?.field === "units" && <p class="complaint">{came.complaint}</p>}
      {units.map((unit) => (
        <label key={unit.unit_id} class="check">
          <input
            type="checkbox"
            name={name}
            value={unit.unit_id}
            checked={units.length === 1 || ticked.includes(unit.unit_id)}
          />
          <span>{capitalized(fullName(unit))}</span>
        </label>
      ))}
    </fieldset>
  );
}

const GOES = [
  { value: "along", label: "Goes along" },
  { value: "stays", label: "Stays there: its contract ends" },
  { value: "unknown", label: "Not known yet: we ask" },
];

/** The new address, and what becomes of each unit. */
export function NewHome(view: LifeEventView & { prefix: "moved" | "care_home" }) {
  const { history, typed, prefix } = view;
  const isHome = prefix === "care_home";
  return (
    <>
      <Typed
        {...view}
        name={`${prefix}_street`}
        label={isHome ? "Street of the home" : "New street"}
        maxLength={254}
        complaint={undefined}
      />
      {view.came?.field === "street" && typed.event === prefix && (
        <p class="complaint">{view.came.complaint}</p>
      )}
      <Typed
        {...view}
        name={`${prefix}_apartment`}
        label={isHome ? "Room" : "Apartment"}
        maxLength={60}
      />
      <Typed {...view} name={`${prefix}_city`} label="City" maxLength={254} />
      <Typed {...view} name={`${prefix}_postal_code`} label="Postal code" maxLength={60} />
      {inUse(history.units).map((unit) => {
        const name = `${prefix}_way_${unit.unit_id}`;
        const usual = unit.installed ? "unknown" : "along";
        return (
          <div class="field" key={unit.unit_id}>
            <label for={name}>{capitalized(fullName(unit))}</label>
            <select id={name} name={name}>
              {GOES.map(({ value, label }) => (
                <option key={value} value={value} selected={(typed[name] ?? usual) === value}>
                  {label}
                </option>
              ))}
            </select>
          </div>
        );
      })}
    </>
  );
}

/** Which unit is gone, and how. */
export function Sold(view: LifeEventView) {
  return (
    <>
      <WhichUnits name="sold_units" view={view} />
      <fieldset>
        <legend>How?</legend>
        {["sold", "returned"].map((how) => (
          <label key={how} class="check">
            <input
              type="radio"
              name="gone"
              value={how}
              checked={(view.typed.gone ?? "sold") === how}
            />
            <span>{how === "sold" ? "Sold, or given away" : "Returned to us"}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}

/** Which unit, and who has it now. */
export function HandedOn(view: LifeEventView) {
  return (
    <>
      <WhichUnits name="relative_units" view={view} />
      <Typed {...view} name="relative_name" label="Name of who has it now" maxLength={254} />
      <Typed
        {...view}
        name="relative_phone"
        label="Phone"
        type="tel"
        inputMode="tel"
        maxLength={60}
      />
      <Typed
        {...view}
        name="relative_email"
        label="E-mail"
        type="email"
        inputMode="email"
        maxLength={254}
      />
      <Typed
        {...view}
        name="relative_page"
        label="Or are they a client already?"
        hint="Paste the address of their page."
        maxLength={300}
      />
    </>
  );
}

/** Why, and until when. */
export function Away(view: LifeEventView) {
  return (
    <>
      <fieldset>
        <legend>Where?</legend>
        {[["hospital", "In hospital"], ["away", "Away, for instance for the winter"]].map((
          [why, label],
        ) => (
          <label key={why} class="check">
            <input
              type="radio"
              name="away_why"
              value={why}
              checked={(view.typed.away_why ?? "hospital") === why}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <Typed
        {...view}
        name="until"
        label="Back on"
        hint="Leave this empty if nobody knows yet. Units become due two weeks after the return."
        type="date"
      />
    </>
  );
}

/** When, and who looks after the estate. */
export function Died(view: LifeEventView) {
  return (
    <>
      <p>
        We are quiet at once: nothing is mailed or printed to this name again, and visits are
        cancelled without a mail.
      </p>
      <Typed
        {...view}
        name="died_on"
        label="On"
        hint="Leave this empty if nobody said."
        type="date"
      />
      <Typed
        {...view}
        name="executor_name"
        label="Who looks after the estate?"
        hint="For a person to call. No mail goes there by itself."
        maxLength={254}
      />
      <Typed
        {...view}
        name="executor_relation"
        label="Who they are"
        hint="Such as son, or executor."
        maxLength={254}
      />
      <Typed
        {...view}
        name="executor_phone"
        label="Their phone"
        type="tel"
        inputMode="tel"
        maxLength={60}
      />
      <Typed
        {...view}
        name="executor_email"
        label="Their e-mail"
        type="email"
        inputMode="email"
        maxLength={254}
      />
    </>
  );
}
