import { Title } from "@/components/web/Title.tsx";
import { sameText } from "@/lib/customers/add.ts";
import { consequencesOf } from "@/lib/customers/consequences.ts";
import {
  CHOICES,
  differing,
  type Follows,
  type Merged,
  type MergePage as Sides,
  movesText,
  type Side,
} from "@/lib/customers/merge.ts";
import { consentText } from "@/lib/customers/reach_words.ts";
import { dueText } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { fullName } from "@/lib/text/units.ts";

export interface MergeView {
  sides: Sides;
  /** Who was looked for, by what was typed. */
  typed: string;
  found: { customer_id: string; name: string; about: string }[];
  /** The fields of which the other's value was chosen. */
  take: string[];
  came?: Merged;
  zone: string;
}

/** Two clients who are one: who the other is, which of their values stay, what follows, and only then the button. */
export function MergePage(view: MergeView) {
  const { sides: { client, other }, came } = view;
  return (
    <div class="office history merge">
      <p>
        <a href={`/office/clients/${client.customer_id}`}>{client.name}</a>
      </p>
      <Title isError={came?.complaint !== undefined}>Merge two clients</Title>
      {came?.complaint && <p class="complaint" role="alert">{came.complaint}</p>}
      {other === null ? <WhoElse {...view} /> : <SideBySide {...view} other={other} />}
    </div>
  );
}

/** Who may be the same, and a box to find somebody else. */
function WhoElse({ sides: { client, alike }, typed, found }: MergeView) {
  const here = `/office/clients/${client.customer_id}/merge`;
  const about = ({ phone, email, address }: Sides["alike"][number]) =>
    [phone, email, address].filter(Boolean).join(" · ");
  const rows: { customer_id: string; name: string; about: string; why?: string }[] = typed
    ? found
    : alike.map((each) => ({ ...each, about: about(each), why: sameText(each) }));
  return (
    <>
      <p>{`Who is the same person as ${client.name}?`}</p>
      <form class="plain-form" action={here} role="search">
        <div class="field">
          <label for="who">Name, phone number or address</label>
          <input id="who" name="q" type="search" value={typed} maxLength={200} required />
        </div>
        <button type="submit" class="second">Find</button>
      </form>
      <section aria-labelledby="rows">
        <h2 id="rows">{typed ? `Found for “${typed}”` : "May be the same"}</h2>
        {rows.length === 0
          ? (
            <p>
              {typed
                ? "No other client."
                : "Nobody has the same phone, e-mail, or name and postal code."}
            </p>
          )
          : (
            <ul class="units">
              {rows.map(({ customer_id, name, about, why }) => (
                <li key={customer_id}>
                  <div>
                    <a href={`${here}?with=${customer_id}`}>{name}</a>
                    {why && <small>{why}</small>}
                    <small>{about}</small>
                  </div>
                </li>
              ))}
            </ul>
          )}
      </section>
    </>
  );
}

function SideBySide({ sides: { client }, other, take, came, zone }: MergeView & { other: Side }) {
  const here = `/office/clients/${client.customer_id}/merge`;
  return (
    <>
      <div class="two-sides">
        <OneSide side={client} label="This one stays" />
        <OneSide side={other} label="This one goes" />
      </div>
      <p>
        <a href={`/office/clients/${other.customer_id}/merge?with=${client.customer_id}`}>
          {`The other way round: ${other.name} stays`}
        </a>
      </p>
      <form method="post" class="plain-form" action={`${here}?with=${other.customer_id}#follows`}>
        {differing(client, other).map((name) => (
          <Which key={name} name={name} sides={[client, other]} isOther={take.includes(name)} />
        ))}
        {came?.follows
          ? <WhatFollows client={client} other={other} follows={came.follows} zone={zone} />
          : <button type="submit" name="do" value="look" class="second">Show what follows</button>}
      </form>
    </>
  );
}

/** What is known of one of the two. */
function OneSide({ side, label }: { side: Side; label: string }) {
  const facts = [
    ...Object.values(CHOICES).map(({ label, of }) => [label, of(side)] as const),
    ["Mail", consentText(side)],
    ["Units", side.units.map((unit) => capitalized(fullName(unit))).join(", ")],
    ["Contacts", side.contacts.join(", ")],
    ["Invoices", side.invoices > 0 && String(side.invoices)],
    ["To do", side.open_work > 0 && String(side.open_work)],
    ["Reference", side.customer_ref],
    ["Since", dueText(side.since)],
    ["Remarks", side.notes],
  ] as const;
  return (
    <section class="box" aria-label={`${label}: ${side.name}`}>
      <h2>{label}</h2>
      <dl class="facts">
        {facts.filter(([, said]) => said).flatMap(([name, said]) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name} said`}>{said}</dd>,
        ])}
      </dl>
    </section>
  );
}

/** Which of two values counts. */
function Which({ name, sides, isOther }: { name: string; sides: [Side, Side]; isOther: boolean }) {
  const { label, of } = CHOICES[name];
  return (
    <fieldset>
      <legend>{label}</legend>
      {sides.map((side, at) => (
        <label class="check" key={side.customer_id}>
          <input
            type="radio"
            name={name}
            value={at === 0 ? "own" : "other"}
            checked={isOther === (at === 1)}
          />
          <span>{of(side)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** What follows, with the button that does it and the one that looks again. */
function WhatFollows({ client, other, follows, zone }: {
  client: Side;
  other: Side;
  follows: Follows;
  zone: string;
}) {
  const { moves, quiet, becomes, changes, shown } = follows;
  const units = [...client.units, ...other.units];
  return (
    <section class="notice" id="follows" aria-labelledby="follows-head">
      <h2 id="follows-head" tabIndex={-1} autofocus>This is what follows</h2>
      <ul>
        <li>
          {`${other.name} is no client of their own any more: their page and what files bring of them lead to ${becomes.name}.`}
        </li>
        {movesText(moves).map((text) => <li key={text}>{`Goes along: ${text}.`}</li>)}
        <li>
          {`Mail: ${consentText({ consent_basis: becomes.consent_basis, consent_on: null })}.`}
        </li>
        {quiet && <li>No reminders are mailed: one of them asked for none.</li>}
        {becomes.notes && <li>{`Remarks: ${becomes.notes.replaceAll("\n", " · ")}`}</li>}
        {consequencesOf(changes, { name: becomes.name, units, zone }).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        <li>It cannot be taken back.</li>
      </ul>
      <input type="hidden" name="shown" value={shown} />
      <p class="buttons">
        <button type="submit" name="do" value="merge">Merge them</button>{" "}
        <button type="submit" name="do" value="look" class="second">Look once more</button>
      </p>
    </section>
  );
}
