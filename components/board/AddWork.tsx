import { Field } from "@/components/web/Field.tsx";
import type { Correction } from "@/lib/board/add.ts";
import type { BoardShown } from "@/lib/board/shown.ts";
import { boardHref } from "@/lib/board/view.ts";
import { type Adding, MADE_HERE } from "@/lib/board/wish.ts";
import { KINDS } from "@/lib/board/words.ts";

/** What is asked before anything was typed. */
function blank({ view }: BoardShown): Adding {
  return {
    task_type: "repair",
    technician: view.add?.technician ?? null,
    day: view.day,
    time: view.add?.time?.padStart(5, "0") ?? "",
    minutes: "60",
    title: "",
    notes: "",
    client: "",
    customer: null,
    address: "",
    override: false,
  };
}

/** New work: repair, delivery, assessment, time off, something else. Maintenance is booked from its contract. */
export function AddWork(shown: BoardShown) {
  const { view, adding, board } = shown;
  if (view.add === null && adding === undefined) return null;
  const typed = adding?.typed ?? blank(shown);
  const correction = adding?.correction;
  const complaint = (field: Correction["field"]) =>
    correction?.field === field ? correction.complaint : undefined;
  const add = view.add ?? { technician: typed.technician, time: typed.time || null };
  return (
    <section class="panel add-work" aria-labelledby="new">
      <div class="panel-head">
        <h2 id="new" tabIndex={-1} autofocus={correction === undefined} data-focus>Add work</h2>
        <a aria-current="false" href={boardHref(view)} data-go>Close</a>
      </div>
      <form class="plain-form" method="post" action={boardHref(view, { add })} data-swap>
        <fieldset>
          <legend>What kind</legend>
          <div class="kinds-to-add">
            {MADE_HERE.map((kind) => (
              <label class="check" key={kind}>
                <input
                  type="radio"
                  name="task_type"
                  value={kind}
                  checked={kind === typed.task_type}
                />
                <span>{KINDS[kind].name}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <div class="pair">
          <Field
            name="day"
            label="Day"
            type="date"
            value={typed.day}
            complaint={complaint("day")}
          />
          <Field
            name="time"
            label="Begins at"
            type="time"
            value={typed.time.padStart(typed.time ? 5 : 0, "0")}
            complaint={complaint("time")}
          />
          <Field
            name="minutes"
            label="Minutes"
            inputMode="numeric"
            value={typed.minutes}
            complaint={complaint("minutes")}
          />
        </div>
        <div class="field">
          <label for="technician">Technician</label>
          {complaint("technician") && (
            <p class="complaint" id="technician-complaint">{complaint("technician")}</p>
          )}
          {correction?.instead && (
            <p>
              <a href={correction.instead.href}>{correction.instead.text}</a>
            </p>
          )}
          <select
            id="technician"
            name="technician"
            aria-describedby={complaint("technician") && "technician-complaint"}
            aria-invalid={complaint("technician") ? true : undefined}
          >
            <option value="">Nobody yet (it waits)</option>
            {board.technicians.map(({ technician_id, name }) => (
              <option
                key={technician_id}
                value={technician_id}
                selected={technician_id === typed.technician}
              >
                {name}
              </option>
            ))}
          </select>
        </div>
        <ClientField shown={shown} typed={typed} complaint={complaint("client")} />
        <Field
          name="title"
          label="What"
          hint="A few words for the card; the client reads them too. Of time off: why."
          maxLength={100}
          value={typed.title}
          complaint={complaint("title")}
        />
        <Field
          name="address"
          label="Where, if not at the client's"
          maxLength={200}
          value={typed.address}
          complaint={complaint("address")}
        />
        <Field
          name="notes"
          label="Notes for the technician"
          lines={2}
          maxLength={2000}
          value={typed.notes}
          complaint={complaint("notes")}
        />
        <p class="buttons">
          <button type="submit" name="do" value="add">Add it</button>
        </p>
        <p class="soft">
          Once somebody has it, its client gets a mail after five minutes; one without e-mail goes
          on the work list: please call. A repair that is quoted and billed is opened on its
          client's page.
        </p>
      </form>
    </section>
  );
}

/** Whose it is: looked up as the box above finds anybody, then chosen. */
function ClientField({ shown, typed, complaint }: {
  shown: BoardShown;
  typed: Adding;
  complaint?: string;
}) {
  const found = shown.adding?.found ?? null;
  return (
    <>
      <Field
        name="client"
        label="Client"
        hint="Name, phone or street. Leave it empty for work without one."
        type="search"
        autocomplete="off"
        maxLength={200}
        value={typed.client}
        complaint={complaint}
      />
      <button type="submit" class="second" name="do" value="look" formNoValidate>Look up</button>
      {found !== null && (
        <fieldset>
          <legend tabIndex={-1} data-focus>
            {found.length === 0 ? `Nobody fits “${typed.client}”` : "Which one?"}
          </legend>
          {found.map(({ customer_id, name, street, city }) => (
            <label class="check" key={customer_id}>
              <input
                type="radio"
                name="customer"
                value={customer_id}
                checked={customer_id === typed.customer || found.length === 1}
              />
              <span>
                {name} <small>{[street, city].filter(Boolean).join(", ")}</small>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {found === null && typed.customer && (
        <input type="hidden" name="customer" value={typed.customer} />
      )}
    </>
  );
}
