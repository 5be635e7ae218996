import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { Choice } from "@/components/web/Choice.tsx";
import { consequencesOf } from "@/lib/customers/consequences.ts";
import type { Came } from "@/lib/customers/life_event.ts";
import { moneyText } from "@/lib/text/money.ts";
import { Away, Died, HandedOn, NewHome, Sold } from "./LifeEventFields.tsx";
import type { LifeEventView } from "./view.ts";

/** One form for all that happens in a client's life; what follows is listed before the button that does it. */
export function LifeEventPage(view: LifeEventView) {
  const { history: { client }, came, typed } = view;
  const here = `/office/clients/${client.customer_id}`;
  const chosen = (event: string) => typed.event === event;
  return (
    <div class="office life-event">
      <p>
        <a href={here}>{client.name}</a>
      </p>
      <Title isError={came?.complaint !== undefined}>Something changed</Title>
      {came?.complaint && <p class="complaint" role="alert">{came.complaint}</p>}
      <form method="post" class="plain-form" action={`${here}/changed#follows`}>
        <fieldset>
          <legend>What happened to {client.name}, or to a unit of theirs?</legend>
          <Choice name="event" value="moved" label="Has moved" isChosen={chosen("moved")} required>
            <NewHome {...view} prefix="moved" />
          </Choice>
          <Choice
            name="event"
            value="sold"
            label="A unit was sold or returned"
            isChosen={chosen("sold")}
            required
          >
            <Sold {...view} />
          </Choice>
          <Choice
            name="event"
            value="transferred"
            label="A relative has a unit now"
            isChosen={chosen("transferred")}
            required
          >
            <HandedOn {...view} />
          </Choice>
          <Choice
            name="event"
            value="away"
            label="In hospital or away for a while"
            isChosen={chosen("away")}
            required
          >
            <Away {...view} />
          </Choice>
          <Choice
            name="event"
            value="care_home"
            label="Lives in a care home now"
            isChosen={chosen("care_home")}
            required
          >
            <NewHome {...view} prefix="care_home" />
          </Choice>
          <Choice
            name="event"
            value="deceased"
            label="Has died"
            isChosen={chosen("deceased")}
            required
          >
            <Died {...view} />
          </Choice>
        </fieldset>
        <Field
          name="note"
          label="Note"
          hint="Who told us, and what to mind. You can leave this empty."
          lines={3}
          maxLength={500}
          value={typed.note}
          complaint={came?.field === "note" ? came.complaint : undefined}
        />
        {came?.changes
          ? <Follows {...view} came={came} />
          : (
            <button type="submit" name="do" value="look" class="second">
              Show what follows
            </button>
          )}
      </form>
    </div>
  );
}

/** What follows, with the button that does it and the one that looks again. */
function Follows(
  { history: { client, units }, typed, came, zone }: LifeEventView & { came: Came },
) {
  const { name, open_balance } = client;
  const isDeath = typed.event === "deceased";
  return (
    <section class="notice" id="follows" aria-labelledby="follows-head">
      <h2 id="follows-head" tabIndex={-1} autofocus>This is what follows</h2>
      <ul>
        {isDeath && (
          <li>
            Nothing is ever mailed or printed to this name again, of whatever kind.
          </li>
        )}
        {consequencesOf(came.changes!, { name, units, zone }).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {Number(open_balance) !== 0 && <li>{moneyText(open_balance)} stays open.</li>}
      </ul>
      <input type="hidden" name="shown" value={came.shown} />
      <p class="buttons">
        <button type="submit" name="do" value="record">Record it</button>{" "}
        <button type="submit" name="do" value="look" class="second">Look once more</button>
      </p>
    </section>
  );
}
